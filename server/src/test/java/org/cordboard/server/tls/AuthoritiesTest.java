package org.cordboard.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuthoritiesTest {
    @TempDir
    private Path folder;

    @Test
    void aSiteIsBelievedWithItsAuthorityAndNotWithoutIt() throws Exception {
        var files = SelfSigned.in(folder, List.of(), List.of(InetAddress.getLoopbackAddress()), Instant.now());
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {files.read()}, null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertEquals(204, ask(url, Authorities.context(files.certificate())));
            assertThrows(SSLHandshakeException.class, () -> ask(url, SSLContext.getDefault()));
        } finally {
            server.stop(0);
        }
    }

    private static int ask(URI url, SSLContext context) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("ca.pem"), "nothing of the kind");
        var refused = assertThrows(IOException.class, () -> Authorities.context(file));
        assertTrue(String.valueOf(refused.getMessage()).contains("ca.pem"), refused.getMessage());
    }
}
