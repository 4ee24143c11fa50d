package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.cordboard.sip.message.Parameters;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls over TLS, with a certificate made for the test.
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "sip",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(true, process.waitFor(20, TimeUnit.SECONDS));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("sip", keys.getCertificate("sip"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static Party party(SSLContext keys) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Party(
                SipConfig.on(InetAddress.getLoopbackAddress(), 0)
                        .withTls(anyPort, keys)
                        .withTimers(SipConfig.Timers.scaledTo(Duration.ofMillis(50))),
                null);
    }

    @Test
    void aCallOverTlsIsAnsweredAndHungUpFromEachSide() {
        try (Party ana = party(context);
                Party bob = party(context)) {
            for (boolean byCaller : List.of(true, false)) {
                ana.call(bob.uri("bob", Transport.TLS));
                InboundInvite invite = bob.signals.next(InboundInvite.class);
                assertEquals(Transport.TLS, invite.source().transport());
                Dialog callee = invite.answer(Party.ANSWER, bob.new Recorder()).orElseThrow();
                Dialog caller = ana.signals.next(Party.Answered.class).dialog();
                bob.signals.next(Party.Acked.class);
                (byCaller ? caller : callee).bye();
                ana.signals.next(Party.Ended.class);
                bob.signals.next(Party.Ended.class);
            }
        }
    }

    @Test
    void aSipsUriMeansTls() {
        try (Party ana = party(context);
                Party bob = party(context)) {
            int port = bob.address(Transport.TLS).getPort();
            ana.call(new SipUri(true, "bob", null, "127.0.0.1", port, Parameters.NONE, ""));
            InboundInvite invite = bob.signals.next(InboundInvite.class);
            assertEquals(Transport.TLS, invite.source().transport());
            assertEquals("sips", invite.request().contact().orElseThrow().uri().scheme());
            invite.reject(486);
            assertEquals(486, ana.signals.next(CallFailure.class).status());
        }
    }

    @Test
    void aServerNobodyVouchesForIsNotTalkedTo() throws Exception {
        var stranger = SSLContext.getInstance("TLS");
        stranger.init(null, null, null);
        try (Party ana = party(stranger);
                Party bob = party(context)) {
            ana.call(bob.uri("bob", Transport.TLS));
            assertEquals(
                    CallFailure.Kind.TRANSPORT,
                    ana.signals.next(CallFailure.class).kind());
            assertInstanceOf(SipStack.class, bob.stack);
            assertEquals(0, bob.stack.counters().received());
        }
    }
}
