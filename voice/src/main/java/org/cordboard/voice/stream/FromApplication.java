package org.cordboard.voice.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.WebSocket;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.cordboard.media.audio.FrameQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the application sends on a stream's socket (Voice reference 14.3); called by the HTTP client, one message at a
/// time.
final class FromApplication implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(FromApplication.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGE_CHARS_MAX = 1_000_000;

    private final MediaStream stream;
    private final FrameQueue back;
    private final StringBuilder incoming = new StringBuilder();

    /// @param back plays to the leg what the application says
    FromApplication(MediaStream stream, FrameQueue back) {
        this.stream = stream;
        this.back = back;
    }

    private void received(String text) {
        if (!stream.isTwoWay()) {
            stream.brokeTheProtocol("the application sent on a one-way stream");
            return;
        }
        try {
            var message = JSON.readTree(text);
            switch (message.path("event").asText()) {
                case "media" ->
                    back.append(Base64.getDecoder()
                            .decode(message.path("media").path("payload").asText()));
                case "mark" -> {
                    var name = message.path("mark").path("name").asText();
                    back.mark(() -> stream.mark(name));
                }
                case "clear" -> back.clear();
                default -> stream.notUnderstood();
            }
        } catch (JsonProcessingException | IllegalArgumentException _) {
            stream.notUnderstood();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (incoming.length() + data.length() > MESSAGE_CHARS_MAX) {
            stream.notUnderstood();
            incoming.setLength(0);
            stream.stop();
            return null;
        }
        incoming.append(data);
        if (last) {
            received(incoming.toString());
            incoming.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        stream.closedByApplication();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        LOG.debug("{}: socket failed", stream.sid(), error);
        stream.closedByApplication();
    }
}
