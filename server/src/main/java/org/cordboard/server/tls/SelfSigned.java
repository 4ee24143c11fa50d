package org.cordboard.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate of our own making, P-256, for names and addresses of this machine: kept in the data folder, so that a
/// browser that was told to trust it does so after a restart too, and made anew when it is about to expire or when the
/// names have changed.
public final class SelfSigned {
    private static final Duration VALID = Duration.ofDays(800);
    private static final Duration TOO_SHORT = Duration.ofDays(30);
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private SelfSigned() {}

    /// The files in the folder, made where they are missing.
    public static PemFiles in(Path folder, Collection<String> names, Collection<InetAddress> addresses, Instant now)
            throws IOException {
        var files = new PemFiles(folder.resolve("self.pem"), folder.resolve("self.key"));
        var wanted = new TreeSet<>(names);
        addresses.forEach(address -> wanted.add(address.getHostAddress()));
        if (!serves(files, wanted, now)) {
            make(folder, files, names, addresses, now);
        }
        return files;
    }

    private static boolean serves(PemFiles files, TreeSet<String> wanted, Instant now) {
        if (!Files.isReadable(files.certificate()) || !Files.isReadable(files.key())) {
            return false;
        }
        try (var in = Files.newInputStream(files.certificate())) {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            var named = new TreeSet<String>();
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                if (name.get(0) instanceof Integer kind && (kind == DNS || kind == ADDRESS)) {
                    named.add(String.valueOf(name.get(1)));
                }
            }
            return named.containsAll(wanted)
                    && certificate.getNotAfter().toInstant().isAfter(now.plus(TOO_SHORT));
        } catch (IOException | GeneralSecurityException e) {
            return false; // made anew
        }
    }

    private static void make(
            Path folder, PemFiles files, Collection<String> names, Collection<InetAddress> addresses, Instant now)
            throws IOException {
        try {
            var random = new SecureRandom();
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var issuer = new X500Name("CN=Cordboard");
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(127, random).setBit(0),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(VALID)),
                    issuer,
                    pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names, addresses));
            var certificate =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(files.key(), new JcaPKCS8Generator(pair.getPrivate(), null));
            write(files.certificate(), certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    private static GeneralNames alternatives(Collection<String> names, Collection<InetAddress> addresses) {
        var all = new ArrayList<GeneralName>();
        names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
        addresses.forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static void write(Path file, Object content) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        Files.deleteIfExists(file);
        Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text.toString());
    }
}
