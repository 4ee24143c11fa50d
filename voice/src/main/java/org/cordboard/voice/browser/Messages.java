package org.cordboard.voice.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The protocol's envelope, both ways (Voice reference 12.1): `{"type", "version", "payload"}` in a text frame.
final class Messages {
    /// The heartbeat, the only frame that is not JSON.
    static final String HEARTBEAT = "\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Messages() {}

    /// A message of the page; its payload is an object, perhaps an empty one.
    record Message(String type, JsonNode payload) {
        /// Text of a member, empty when it is missing or no text.
        String text(String name) {
            return payload.path(name).asText("");
        }
    }

    static Optional<Message> parse(String frame) {
        try {
            var node = JSON.readTree(frame);
            if (node == null || !node.path("type").isTextual()) {
                return Optional.empty();
            }
            var payload = node.path("payload");
            return Optional.of(new Message(node.path("type").asText(), payload.isObject() ? payload : payload()));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    static ObjectNode payload() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String message(String type, ObjectNode payload) {
        var message = payload();
        message.put("type", type).put("version", "1.6").set("payload", payload);
        return message.toString();
    }

    /// @param callsid the call it is about, null for the page as such
    static String error(SignalError error, String why, @Nullable String callsid) {
        var payload = payload();
        payload.set("error", problem(error, why));
        if (callsid != null) {
            payload.put("callsid", callsid);
        }
        return message("error", payload);
    }

    static ObjectNode problem(SignalError error, String why) {
        return payload().put("code", error.code()).put("message", why);
    }
}
