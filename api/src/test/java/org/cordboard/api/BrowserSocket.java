package org.cordboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A browser's end of an event socket, for tests.
final class BrowserSocket implements WebSocket.Listener, AutoCloseable {
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    volatile int heartbeats;
    volatile int closedWith;
    volatile String pong = "";
    private final StringBuilder partial = new StringBuilder();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    BrowserSocket(URI http, String pathAndQuery) {
        URI url = URI.create("ws://" + http.getHost() + ":" + http.getPort() + pathAndQuery);
        socket = client.newWebSocketBuilder().buildAsync(url, this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (text.isBlank()) {
                heartbeats++;
            } else {
                try {
                    events.add(Centre.JSON.readTree(text));
                } catch (IOException notJson) {
                    throw new AssertionError(text, notJson);
                }
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pong = StandardCharsets.UTF_8.decode(message).toString();
        from.request(1);
        return null;
    }

    void ping(String message) {
        socket.sendPing(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8))).join();
    }

    /// Sends a close frame and leaves the connection open, as a browser does until the server answers.
    void sendClose(int code) {
        socket.sendClose(code, "").join();
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closedWith = code;
        return null;
    }

    boolean saw(String text) {
        return events.stream().anyMatch(e -> e.toString().contains(text));
    }

    /// Waits for an event of that type and returns its payload.
    JsonNode payload(String type) {
        Centre.await(
                type,
                () -> events.stream()
                        .anyMatch(e -> e.path("event_type").asText().equals(type)));
        return events.stream()
                .filter(e -> e.path("event_type").asText().equals(type))
                .toList()
                .getLast()
                .path("payload");
    }

    @Override
    public void close() {
        if (closedWith == 0 && !socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        }
        client.shutdownNow();
    }
}
