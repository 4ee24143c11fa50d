package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Applications behind HTTPS with certificates of an authority of their own, good and bad: F69, Voice reference 3.7.
@Timeout(60)
class TlsTest {
    private static final X500Name AUTHORITY = new X500Name("CN=Site authority");
    private static final Fields FORM = Fields.of("Digits", "1");

    private static SSLContext before;
    private static KeyPair authority;
    private static X509Certificate root;

    /// The authority is what the whole process believes, as `http.trusted-ca` makes it.
    @BeforeAll
    static void believe() throws Exception {
        before = SSLContext.getDefault();
        authority = pair();
        root = certificate(AUTHORITY, authority, AUTHORITY, authority, null, Duration.ofDays(1));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("site", root);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    @AfterAll
    static void forget() {
        SSLContext.setDefault(before);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Name name, KeyPair pair, X500Name issuer, KeyPair signer, String address, Duration valid)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new java.security.SecureRandom()).setBit(0),
                Date.from(now.minus(Duration.ofDays(10))),
                Date.from(now.plus(valid)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(address == null));
        if (address != null) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }

    private static Site site(X500Name issuer, KeyPair signer, String address, Duration valid) throws Exception {
        var pair = pair();
        var own = certificate(new X500Name("CN=application"), pair, issuer, signer, address, valid);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("site", pair.getPrivate(), new char[0], new X509Certificate[] {own});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return Site.secure(context);
    }

    private static WebhookReply send(String url) throws Exception {
        try (var webhooks = new HttpWebhooks(new Addresses(true, true))) {
            return webhooks.send(WebhookRequest.document(url, HttpMethod.POST, FORM, "secret", new Memory()));
        }
    }

    private static int codeOf(String url) {
        return assertThrows(WebhookFailure.class, () -> send(url)).code();
    }

    @Test
    void aSiteOfABelievedAuthorityIsAskedAndSignedForItsHttpsAddress() throws Exception {
        try (var site = site(AUTHORITY, authority, "127.0.0.1", Duration.ofDays(1));
                var plain = Site.plain()) {
            site.on("/menu", e -> Site.answer(e, 200, "text/xml", "<Response/>"));
            plain.on("/menu", e -> Site.redirect(e, 308, site.base() + "/menu?secure=1"));
            assertEquals("<Response/>", send(site.base() + "/menu").text());
            assertEquals(Signature.of("secret", site.base() + "/menu", FORM), site.seen.take().signature());
            assertEquals(site.base() + "/menu?secure=1", send(plain.base() + "/menu").url());
            assertEquals(
                    Signature.of("secret", site.base() + "/menu?secure=1", FORM),
                    site.seen.take().signature());
        }
    }

    @Test
    void aBadCertificateHasTheCodeOfItsFault() throws Exception {
        try (var other = site(AUTHORITY, authority, "127.0.0.2", Duration.ofDays(1));
                var expired = site(AUTHORITY, authority, "127.0.0.1", Duration.ofDays(-1));
                var stranger = site(new X500Name("CN=Nobody"), pair(), "127.0.0.1", Duration.ofDays(1))) {
            assertEquals(WebhookFailure.TLS, codeOf(other.base() + "/"));
            assertEquals(WebhookFailure.TLS_EXPIRED, codeOf(expired.base() + "/"));
            assertEquals(WebhookFailure.TLS_PATH, codeOf(stranger.base() + "/"));
            assertEquals(0, other.seen.size() + expired.seen.size() + stranger.seen.size(), "nobody was told anything");
        }
    }

    @Test
    void aServerThatNeverShakesHandsIsNoConnection() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    WebhookFailure.CONNECT,
                    codeOf("https://127.0.0.1:" + silent.getLocalPort() + "/#ct=500&rc=0&rt=15000"));
        }
    }
}
