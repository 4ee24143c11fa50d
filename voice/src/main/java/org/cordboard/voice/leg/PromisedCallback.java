package org.cordboard.voice.leg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;

/// Who is to hear of a call's end: a setting named after the call, from its first record until he has heard. What is
/// found after a crash is told late, perhaps a second time.
public record PromisedCallback(CallSid call, String url, HttpMethod method) {
    private static final String PREFIX = "promised-callback.";
    private static final ObjectMapper JSON = new ObjectMapper();

    static PromisedCallback of(CallSid call, Callback callback) {
        return new PromisedCallback(call, callback.url(), callback.method());
    }

    public Setting kept() {
        var value = JsonNodeFactory.instance.objectNode().put("url", url).put("method", method.name());
        return new Setting(PREFIX + call, value.toString());
    }

    /// Empty when the setting is another one.
    public static Optional<PromisedCallback> of(Setting setting) {
        if (!setting.name().startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            var read = JSON.readTree(setting.value());
            return Optional.of(new PromisedCallback(
                    new CallSid(setting.name().substring(PREFIX.length())),
                    read.path("url").asText(),
                    HttpMethod.valueOf(read.path("method").asText())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("setting " + setting.name() + " is not as it was written", e);
        }
    }

    public Callback callback() {
        return new Callback(url, method, Set.of("completed"));
    }
}
