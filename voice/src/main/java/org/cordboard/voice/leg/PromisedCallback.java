package org.cordboard.voice.leg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;

/// Who is to hear of a call's end: a setting named after the call, from its first record until he has heard. What is
/// found after a crash is told late, perhaps a second time.
///
/// @param number its sequence number
/// @param extra parameters that this kind of call adds to its requests
public record PromisedCallback(CallSid call, String url, HttpMethod method, int number, Map<String, String> extra) {
    private static final int ANSWERED = 3;
    private static final String PREFIX = "promised-callback.";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of a caller's own call nothing is told before the end.
    static PromisedCallback of(LegOrigin origin, Callback callback, int eventsSoFar) {
        int number = origin.direction() == Direction.INBOUND ? 0 : eventsSoFar;
        return new PromisedCallback(origin.sid(), callback.url(), callback.method(), number, origin.extra());
    }

    public Setting kept() {
        var value = JsonNodeFactory.instance
                .objectNode()
                .put("url", url)
                .put("method", method.name())
                .put("number", number);
        extra.forEach(value.putObject("extra")::put);
        return new Setting(PREFIX + call, value.toString());
    }

    /// Empty when the setting is another one.
    public static Optional<PromisedCallback> of(Setting setting) {
        if (!setting.name().startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            var read = JSON.readTree(setting.value());
            var extra = new LinkedHashMap<String, String>();
            read.path("extra").properties().forEach(e -> extra.put(e.getKey(), e.getValue().asText()));
            return Optional.of(new PromisedCallback(
                    new CallSid(setting.name().substring(PREFIX.length())),
                    read.path("url").asText(),
                    HttpMethod.valueOf(read.path("method").asText()),
                    read.path("number").asInt(ANSWERED), // an older version kept none
                    extra));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("setting " + setting.name() + " is not as it was written", e);
        }
    }

    public Callback callback() {
        return new Callback(url, method, Set.of("completed"));
    }
}
