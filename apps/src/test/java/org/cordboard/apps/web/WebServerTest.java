package org.cordboard.apps.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.cordboard.apps.testing.Webhooks;
import org.cordboard.apps.web.Webhook.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebServerTest {
    @Test
    void aWebhookIsAnsweredOnlyWithTheRightSignature() throws Exception {
        var server = Webhooks.server()
                .webhook("/hook", call -> Answer.json("\"" + call.get("From") + call.get("task") + "\""));
        try (var webhooks = new Webhooks(server)) {
            var form = Map.of("From", "+15550001", "B", "ß");
            var path = "/hook?task=WT%201";
            assertEquals("\"+15550001WT 1\"", webhooks.post(path, form));
            var wrong = Webhooks.signature(Webhooks.PUBLIC + "/other", form);
            assertEquals(403, webhooks.send(path, form, wrong).statusCode());
            assertEquals(403, webhooks.get(path).statusCode(), "no signature at all");
            var get = webhooks.get(path, "X-Twilio-Signature", Webhooks.signature(Webhooks.PUBLIC + path, Map.of()));
            assertEquals("\"WT 1\"", get.body());
        }
    }

    @Test
    void aFailingApplicationAnswers500WithoutItsSecrets() throws Exception {
        var server = Webhooks.server().webhook("/hook", _ -> {
            throw new IllegalStateException("secret");
        });
        try (var webhooks = new Webhooks(server)) {
            var answer = webhooks.send("/hook", Map.of(), Webhooks.signature(Webhooks.PUBLIC + "/hook", Map.of()));
            assertEquals(500, answer.statusCode());
            assertFalse(answer.body().contains("secret"));
        }
    }

    @Test
    void pagesOpenOnThisMachineOrWithThePassword() {
        var local = new PageGuard(Optional.empty());
        assertTrue(local.lets("127.0.0.1:5000", null));
        assertTrue(local.lets("localhost", null));
        assertFalse(local.lets("tunnel.example.org", null));
        assertFalse(local.lets("127.0.0.1.example.org", null));
        var remote = new PageGuard(Optional.of("pass"));
        assertTrue(remote.lets("tunnel.example.org", basic("any:pass")));
        assertFalse(remote.lets("127.0.0.1", basic("any:other")));
        assertFalse(remote.lets("127.0.0.1", "Basic !"));
        assertFalse(remote.lets("127.0.0.1", null));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBoardTellsAPageEverythingAndThenEachChange() throws Exception {
        var wishes = new ArrayBlockingQueue<String>(5);
        var board = new LiveBoard(wish -> wishes.add(wish.path("destination").asText()));
        board.show("a", Map.of("row", 1));
        try (var webhooks = new Webhooks(Webhooks.server().board("/live", board));
                var client = HttpClient.newHttpClient()) {
            var heard = new Heard();
            var page = webhooks.local("/");
            var socket = open(client, webhooks.local("/live"), "http://" + page.getAuthority(), heard);
            assertEquals("{\"row\":1}", heard.next());
            board.show("a", Map.of("row", 2));
            assertEquals("{\"row\":2}", heard.next());
            socket.sendText("{\"destination\":\"+15550009\"}", true).join();
            assertEquals("+15550009", wishes.poll(30, TimeUnit.SECONDS));
            socket.abort();
        }
    }

    @Test
    void aBoardRefusesAPageOfAnotherSite() throws Exception {
        var wishes = new ArrayBlockingQueue<String>(5);
        var board = new LiveBoard(wish -> wishes.add(wish.toString()));
        board.show("a", Map.of("row", 1));
        try (var webhooks = new Webhooks(Webhooks.server().board("/live", board));
                var client = HttpClient.newHttpClient()) {
            var heard = new Heard();
            var socket = open(client, webhooks.local("/live"), "https://evil.example.org", heard);
            assertEquals("closed 1008", heard.next());
            assertTrue(wishes.isEmpty());
            socket.abort();
        }
    }

    private static WebSocket open(HttpClient client, URI address, String origin, Heard heard) {
        return client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), heard)
                .join();
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new ArrayBlockingQueue<>(20);

        String next() throws InterruptedException {
            return String.valueOf(texts.poll(30, TimeUnit.SECONDS));
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            texts.add("closed " + status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }
    }

    @Test
    void aTunnelTellsThePublicAddress() throws Exception {
        var ngrok = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ngrok.createContext("/api/tunnels", exchange -> {
            var body = """
                    {"tunnels": [{"public_url": "http://a.example.org"}, {"public_url": "https://a.example.org"}]}
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ngrok.start();
        try {
            var api = URI.create("http://127.0.0.1:" + ngrok.getAddress().getPort() + "/api/tunnels");
            assertEquals("https://a.example.org", PublicAddress.tunnel(api).toString());
        } finally {
            ngrok.stop(0);
        }
    }
}
