package org.cordboard.voice.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.browser.BrowserPhones;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;

/// Messages between applications and the pages that hold calls (Voice reference 15.6).
public final class PageMessages {
    private static final String SUBSCRIPTION = "user-message-subscription.";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Stage stage;
    private final BrowserPhones pages;
    private final Sids sids;

    public PageMessages(Stage stage, BrowserPhones pages, Sids sids) {
        this.stage = stage;
        this.pages = pages;
        this.sids = sids;
    }

    /// Hands JSON text to the page that holds the call.
    public void send(CallSid call, String sid, String content) {
        try {
            if (!pages.message(call, sid, JSON.readTree(content))) {
                throw new ControlFailure(400, 21220, "The call is not held by a page that could take a message");
            }
        } catch (JsonProcessingException e) {
            throw new ControlFailure(400, 20001, "Content must be JSON: " + e.getOriginalMessage());
        }
    }

    /// A page said something: whoever subscribed for its call is told, in the background.
    public void said(Leg leg, String contentType, JsonNode content) {
        var subscriptions = stage.engine().read(view -> view.records(Setting.class).stream()
                .filter(setting -> setting.name().startsWith(SUBSCRIPTION))
                .toList());
        for (var subscription : subscriptions) {
            var fields = read(subscription);
            if (fields.path("call_sid").asText().equals(leg.sid().value())) {
                var method = fields.path("method").asText().equals("GET") ? HttpMethod.GET : HttpMethod.POST;
                var callback = new Callback(fields.path("callback").asText(), method, Set.of());
                stage.events()
                        .sendLater(
                                leg,
                                callback,
                                Fields.of(
                                        "CallSid", leg.sid().value(),
                                        "AccountSid", leg.account().sid().value(),
                                        "Content", content.isTextual() ? content.asText() : content.toString(),
                                        "ContentType", contentType,
                                        "Sid", sids.userMessage()));
            }
        }
    }

    private static JsonNode read(Setting setting) {
        try {
            return JSON.readTree(setting.value()).path("fields");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("setting " + setting.name() + " is not as it was written", e);
        }
    }
}
