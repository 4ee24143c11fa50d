package org.cordboard.voice.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;

/// Who is to hear of a recording's end: a setting named after it, from its first record until he has heard. What is found
/// after a crash is told late, perhaps a second time.
record PromisedNews(RecordingSid recording, Callback callback) {
    private static final String PREFIX = "promised-recording.";
    private static final ObjectMapper JSON = new ObjectMapper();

    Setting kept() {
        var value = JsonNodeFactory.instance
                .objectNode()
                .put("url", callback.url())
                .put("method", callback.method().name())
                .put("events", String.join(" ", callback.events()));
        return new Setting(PREFIX + recording, value.toString());
    }

    /// Empty when the setting is another one.
    static Optional<PromisedNews> of(Setting setting) {
        if (!setting.name().startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            var read = JSON.readTree(setting.value());
            var callback = new Callback(
                    read.path("url").asText(),
                    HttpMethod.valueOf(read.path("method").asText()),
                    Set.of(read.path("events").asText().split(" ")));
            return Optional.of(new PromisedNews(
                    new RecordingSid(setting.name().substring(PREFIX.length())), callback));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("setting " + setting.name() + " is not as it was written", e);
        }
    }
}
