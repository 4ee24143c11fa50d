package org.cordboard.voice.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.FrameQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the application sends on a stream's socket (Voice reference 14.3); called by the HTTP client, one message at a
/// time.
final class FromApplication implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(FromApplication.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Ten minutes of audio in one message.
    private static final int MESSAGE_CHARS_MAX = 6_500_000;
    private static final int MARK_CHARS_MAX = 10_000;
    private static final int CLOSE_SECONDS = 2;

    private final MediaStream stream;
    private final FrameQueue back;
    private final StringBuilder incoming = new StringBuilder();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /// @param back plays to the leg what the application says
    FromApplication(MediaStream stream, FrameQueue back) {
        this.stream = stream;
        this.back = back;
    }

    /// Waits until the application has closed its side as well: who hangs up on unread data resets the connection, and
    /// the application might lose our last words.
    void awaitClosed() throws InterruptedException {
        closed.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void received(String text) {
        if (!stream.isTwoWay()) {
            stream.fail(StreamFault.PROTOCOL, "the application sent a message on a one-way stream");
            return;
        }
        String wrong;
        try {
            wrong = obey(JSON.readTree(text));
        } catch (JsonProcessingException _) {
            wrong = "a message is not JSON";
        }
        if (wrong != null) {
            stream.notUnderstood(wrong);
        }
    }

    /// @return what is wrong with the message, null when nothing is
    private @Nullable String obey(JsonNode message) {
        if (!message.path("streamSid").asText().equals(stream.sid().value())) {
            return "a message does not name this stream in streamSid";
        }
        return switch (message.path("event").asText()) {
            case "media" -> play(message.path("media").path("payload"));
            case "mark" -> mark(message.path("mark").path("name"));
            case "clear" -> {
                back.clear();
                yield null;
            }
            default -> "an event is none of media, mark and clear";
        };
    }

    private @Nullable String play(JsonNode payload) {
        if (!payload.isTextual()) {
            return "a media message has no payload";
        }
        try {
            return back.append(Base64.getDecoder().decode(payload.asText()))
                    ? null
                    : "more audio was sent than may wait to be played";
        } catch (IllegalArgumentException _) {
            return "a payload is not base64";
        }
    }

    private @Nullable String mark(JsonNode name) {
        if (!name.isTextual() || name.asText().length() > MARK_CHARS_MAX) {
            return "a mark has no name, or one longer than " + MARK_CHARS_MAX + " characters";
        }
        var text = name.asText();
        return back.mark(() -> stream.mark(text)) ? null : "more marks were sent than may wait to be reached";
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (incoming.length() + data.length() > MESSAGE_CHARS_MAX) {
            incoming.setLength(0);
            stream.fail(StreamFault.PROTOCOL, "a message is longer than " + MESSAGE_CHARS_MAX + " characters");
            return null;
        }
        incoming.append(data);
        if (last) {
            var text = incoming.toString();
            incoming.setLength(0);
            incoming.trimToSize();
            received(text);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (stream.isTwoWay()) {
            stream.notUnderstood("a message is binary");
        } else {
            stream.fail(StreamFault.PROTOCOL, "the application sent a message on a one-way stream");
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        stream.closedByApplication(status);
        // Our own farewell goes out before the connection is given up.
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((_, _) -> closed.complete(null));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        LOG.debug("{}: socket failed", stream.sid(), error);
        if (error instanceof IOException lost && !(error instanceof java.net.ProtocolException)) {
            stream.fail(StreamFault.CLOSED, "the connection was lost: " + lost.getMessage());
        } else {
            stream.fail(StreamFault.PROTOCOL, "the application broke the WebSocket protocol: " + error.getMessage());
        }
        closed.complete(null);
    }
}
