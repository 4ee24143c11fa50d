package org.cordboard.media.webrtc;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The certificate we show browsers: self-signed, P-256, new at each start. What makes it trustworthy is its fingerprint in the SDP.
public record DtlsCertificate(Certificate chain, AsymmetricKeyParameter key, String fingerprint) {
    public static DtlsCertificate generate() {
        try {
            var random = new SecureRandom();
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=cordboard");
            var now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(63, random),
                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                    Date.from(now.plus(3_650, ChronoUnit.DAYS)),
                    name,
                    pair.getPublic());
            var encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())).getEncoded();
            var certificate = new BcTlsCrypto(random).createCertificate(encoded);
            return new DtlsCertificate(
                    new Certificate(new TlsCertificate[] {certificate}),
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()),
                    fingerprint(encoded, "sha-256"));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate for DTLS could be made", e);
        }
    }

    /// As in `a=fingerprint`, upper-case hexadecimal with colons.
    static String fingerprint(byte[] encoded, String algorithm) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT));
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest.digest(encoded));
    }

    @Override
    public String toString() {
        return "DtlsCertificate[" + fingerprint + "]";
    }
}
