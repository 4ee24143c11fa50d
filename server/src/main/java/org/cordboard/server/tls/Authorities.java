package org.cordboard.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities that this process believes when it fetches something by HTTPS: the system's, and those of a
/// site that signs its own.
public final class Authorities {
    private Authorities() {}

    /// Makes the whole process believe the authorities in this PEM file too; at the start, before anything is fetched.
    ///
    /// @throws IOException when the file cannot be read or holds no certificate; the message names it
    public static void believe(Path pem) throws IOException {
        SSLContext.setDefault(context(pem));
    }

    static SSLContext context(Path pem) throws IOException {
        try (var in = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var known : trusting(null).getAcceptedIssuers()) {
                store.setCertificateEntry("system-" + store.size(), known);
            }
            var more = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (more.isEmpty()) {
                throw new IOException(pem + " holds no certificate");
            }
            for (var one : more) {
                store.setCertificateEntry("site-" + store.size(), one);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, new X509TrustManager[] {trusting(store)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + " cannot be used as authorities: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("every JDK trusts by X.509");
    }
}
