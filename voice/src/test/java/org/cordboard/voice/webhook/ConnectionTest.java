package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that misbehave below HTTP: Voice reference 3.6 and 3.7.
@Timeout(60)
class ConnectionTest {
    private static final Fields FORM = Fields.of("Digits", "1");

    private final HttpWebhooks webhooks = new HttpWebhooks(new Addresses(true, true));
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        webhooks.close();
    }

    private interface Talk {
        void on(Socket socket, BufferedReader in, int connection) throws IOException, InterruptedException;
    }

    private ServerSocket server(Talk talk) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            for (int i = 0; ; i++) {
                try {
                    var socket = server.accept();
                    int connection = i;
                    Thread.ofVirtual().start(() -> serve(socket, connection, talk));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return server;
    }

    private static void serve(Socket socket, int connection, Talk talk) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            talk.on(socket, in, connection);
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean request(BufferedReader in) throws IOException {
        int length = 0;
        for (var line = in.readLine(); ; line = in.readLine()) {
            if (line == null) {
                return false;
            }
            if (line.isEmpty()) {
                break;
            }
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            if (lower.startsWith("i-twilio-idempotency-token:")) {
                tokens.add(line.substring(27).strip());
            }
        }
        in.skip(length);
        return true;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private WebhookReply send(ServerSocket to, String rest) throws Exception {
        var url = "http://127.0.0.1:" + to.getLocalPort() + rest;
        return webhooks.send(WebhookRequest.document(url, HttpMethod.POST, FORM, "secret", new Memory()));
    }

    private WebhookFailure failure(ServerSocket to, String rest) {
        return assertThrows(WebhookFailure.class, () -> send(to, rest));
    }

    @Test
    void aKeptConnectionThatIsClosedUnderTheNextRequestIsNoFailure() throws Exception {
        try (var server = server((socket, in, connection) -> {
            while (request(in)) {
                // The first connection takes a second request and closes without a word.
                if (connection == 0 && tokens.size() == 2) {
                    return;
                }
                write(socket, "HTTP/1.1 200 OK\nContent-Type: text/xml\nContent-Length: 11\n\n<Response/>");
            }
        })) {
            assertEquals("<Response/>", send(server, "/").text());
            assertEquals("<Response/>", send(server, "/").text());
            assertEquals(3, tokens.size());
            assertNotEquals(tokens.get(0), tokens.get(1));
            assertEquals(tokens.get(1), tokens.get(2), "one request, asked again");
        }
    }

    @Test
    void aBodyThatStandsStillEndsWithTheReadTimeAndOneThatTricklesDoesNot() throws Exception {
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "HTTP/1.1 200 OK\nContent-Type: text/xml\nContent-Length: 11\n\n<Resp");
            end.await();
        })) {
            long began = System.nanoTime();
            var failure = failure(server, "/#rt=500&rc=0");
            assertEquals(WebhookFailure.RETRIEVAL, failure.code());
            assertEquals(0, failure.status());
            assertTrue(System.nanoTime() - began < 10_000_000_000L, "well before the total of 15 s");
        }
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "HTTP/1.1 200 OK\nContent-Type: text/xml\nTransfer-Encoding: chunked\n\n");
            for (var piece : "<Response/>".split("")) {
                write(socket, "1\n" + piece + "\n");
                // Slower than nothing, faster than the read time: the whole takes longer than that.
                Thread.sleep(250);
            }
            write(socket, "0\n\n");
        })) {
            assertEquals("<Response/>", send(server, "/#rt=2500&rc=0").text());
        }
    }

    @Test
    void aReadTimeBelowTheConnectTimeIsAReadTime() throws Exception {
        try (var server = server((socket, in, connection) -> end.await())) {
            long began = System.nanoTime();
            var failure = failure(server, "/#ct=10000&rt=300&rc=1&rp=rt");
            assertEquals(WebhookFailure.RETRIEVAL, failure.code());
            assertTrue(System.nanoTime() - began < 9_000_000_000L, "two reads, no wait for a connection");
        }
    }

    @Test
    void theStatusOfAHugeOrDamagedPageOfErrorsIsWhatCounts() throws Exception {
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "HTTP/1.1 500 Oops\nContent-Type: text/html\nContent-Length: 3000000\n\n");
            write(socket, "x".repeat(3_000_000));
        })) {
            var failure = failure(server, "/");
            assertEquals(WebhookFailure.RETRIEVAL, failure.code());
            assertEquals(500, failure.status());
        }
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "HTTP/1.1 404 No\nContent-Encoding: gzip\nContent-Length: 3\n\nxyz");
        })) {
            assertEquals(404, failure(server, "/").status());
        }
    }

    @Test
    void aRedirectMayHaveALargeBody() throws Exception {
        try (var server = server((socket, in, connection) -> {
            if (!request(in)) {
                return;
            }
            if (tokens.size() == 1) {
                write(socket, "HTTP/1.1 302 Found\nLocation: /there\nContent-Length: 200000\n\n" + "x".repeat(200_000));
            } else {
                write(socket, "HTTP/1.1 200 OK\nContent-Length: 11\n\n<Response/>");
            }
        })) {
            assertEquals("<Response/>", send(server, "/").text());
        }
    }

    @Test
    void aShortBodyOrNoHttpAtAllIsAFailedRetrieval() throws Exception {
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "HTTP/1.1 200 OK\nContent-Length: 100\n\n<Response/>");
        })) {
            assertEquals(WebhookFailure.RETRIEVAL, failure(server, "/").code());
        }
        try (var server = server((socket, in, connection) -> {
            request(in);
            write(socket, "SSH-2.0-OpenSSH_9.9\n");
        })) {
            assertEquals(WebhookFailure.RETRIEVAL, failure(server, "/").code());
        }
    }
}
