package org.cordboard.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A certificate with its chain, and its private key, as PEM files.
///
/// @param certificate the server's own certificate first
/// @param key PKCS#8, PKCS#1 or SEC1, not encrypted
public record PemFiles(Path certificate, Path key) {
    private static final char[] IN_MEMORY = new char[0];

    /// @throws IOException when a file cannot be read or holds something else; the message names it
    X509ExtendedKeyManager read() throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("http", privateKey(), IN_MEMORY, chain());
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate " + certificate + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Certificate[] chain() throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificate)) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IOException(certificate + " holds no certificate");
            }
            return chain.toArray(Certificate[]::new);
        }
    }

    private PrivateKey privateKey() throws IOException {
        try (var parser = new PEMParser(Files.newBufferedReader(key))) {
            var converter = new JcaPEMKeyConverter();
            for (var found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (PEMException e) {
            throw new IOException(key + " is no private key that can be read: " + e.getMessage(), e);
        }
        throw new IOException(key + " holds no private key, or an encrypted one; decrypt it");
    }

    /// Changes whenever one of the files does.
    String stamp() throws IOException {
        FileTime one = Files.getLastModifiedTime(certificate);
        FileTime other = Files.getLastModifiedTime(key);
        return one + " " + Files.size(certificate) + " " + other + " " + Files.size(key);
    }
}
