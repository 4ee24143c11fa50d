package org.cordboard.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.api.http.HttpServer;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Socket;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.http.SocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS and secure WebSockets with a certificate of our own making, and what becomes of it.
@Timeout(90)
class HttpsTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private PemFiles files;
    private ReloadedKeys keys;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        files = made("first");
        keys = ReloadedKeys.of(files, Duration.ofMillis(20));
        server = new HttpServer(
                        "127.0.0.1",
                        0,
                        keys.context(),
                        null,
                        HttpLimits.standard(),
                        request -> Answer.of(200, "text/plain", request.base().getBytes()),
                        List.of(new Echo()))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        keys.close();
    }

    private PemFiles made(String name) throws IOException {
        return SelfSigned.in(
                folder.resolve(name), List.of("localhost"), List.of(InetAddress.getByName("127.0.0.1")), NOW);
    }

    /// Says everything back.
    private record Echo() implements SocketEndpoint {
        @Override
        public boolean owns(String path) {
            return path.equals("/signal");
        }

        @Override
        public SocketListener accept(Request request) {
            return new SocketListener() {
                private Socket open;

                @Override
                public void opened(Socket socket) {
                    open = socket;
                }

                @Override
                public void received(String text) {
                    open.send(text);
                }

                @Override
                public void closed(int code, String reason) {
                    // Nothing to say any more.
                }
            };
        }
    }

    private static X509Certificate certificate(PemFiles files) throws Exception {
        try (var in = Files.newInputStream(files.certificate())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// Trusts this certificate and no other, for the host it names.
    private static SSLContext trusting(PemFiles files) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("one", certificate(files));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(HttpClient client) throws Exception {
        var request = HttpRequest.newBuilder(server.localAddress()).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void requestsAreAnsweredAndTheirLinksAreSecure() throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting(files)).build()) {
            var answer = get(client);
            assertEquals(200, answer.statusCode());
            assertEquals("https://127.0.0.1:" + server.port(), answer.body());
        }
    }

    @Test
    void socketsWorkOverTheSamePort() throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting(files)).build()) {
            var heard = new CompletableFuture<String>();
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://127.0.0.1:" + server.port() + "/signal"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                            heard.complete(data.toString());
                            return null;
                        }
                    })
                    .get(30, TimeUnit.SECONDS);
            socket.sendText("hello", true);
            assertEquals("hello", heard.get(30, TimeUnit.SECONDS));
            socket.abort();
        }
    }

    private X509Certificate shown() throws Exception {
        var context = SSLContext.getInstance("TLS");
        var seen = new javax.net.ssl.X509ExtendedTrustManager[] {new Anybody()};
        context.init(null, seen, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private void replace(PemFiles by) throws IOException {
        Files.copy(by.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(by.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestartAndABrokenOneIsNot() throws Exception {
        assertEquals(certificate(files), shown());
        var other = made("other");
        replace(other);
        var limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!shown().equals(certificate(other)) && System.nanoTime() < limit) {
            Thread.sleep(20);
        }
        assertEquals(certificate(other), shown());
        Files.writeString(files.certificate(), "nonsense");
        for (int i = 0; i < 5; i++) {
            assertEquals(certificate(other), shown());
            Thread.sleep(20);
        }
    }

    @Test
    void ourOwnCertificateLastsOverStartsUntilItExpiresOrTheNamesChange() throws Exception {
        var before = certificate(files);
        assertEquals(before, certificate(made("first")));
        assertTrue(Files.getPosixFilePermissions(files.key()).size() == 2, "the key is the owner's alone");
        var more = List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("192.0.2.7"));
        SelfSigned.in(folder.resolve("first"), List.of("localhost"), more, NOW);
        var named = certificate(files);
        assertNotEquals(before, named);
        SelfSigned.in(folder.resolve("first"), List.of("localhost"), more, NOW.plus(Duration.ofDays(790)));
        assertNotEquals(named, certificate(files));
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsRefusedByName() throws Exception {
        var text = Files.writeString(folder.resolve("text.pem"), "nothing of the kind");
        var noKey = assertThrows(IOException.class, () -> new PemFiles(files.certificate(), text).read());
        assertTrue(noKey.getMessage().contains("text.pem"), noKey.getMessage());
        var noCertificate = assertThrows(IOException.class, () -> new PemFiles(text, files.key()).read());
        assertTrue(noCertificate.getMessage().contains("text.pem"), noCertificate.getMessage());
        assertThrows(IOException.class, () -> new PemFiles(folder.resolve("none.pem"), files.key()).read());
    }

    /// Wants to see, not to trust.
    private static final class Anybody extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            // Any will do.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            // Any will do.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Any will do.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
