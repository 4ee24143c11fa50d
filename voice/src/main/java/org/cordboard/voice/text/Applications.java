package org.cordboard.voice.text;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Places;
import org.cordboard.voice.twiml.TextDocument;
import org.cordboard.voice.twiml.TwimlFailure;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.Memory;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// Brings a text to the application its number names and sends what that answers. Blocks the caller; any thread.
final class Applications {
    private static final int REDIRECTS_MAX = 5;
    private static final int TOO_MANY_REDIRECTS = 11215;

    private final Engine engine;
    private final Webhooks webhooks;
    private final Alerts alerts;
    private final Consumer<TextOrder> replies;

    Applications(Engine engine, Webhooks webhooks, Alerts alerts, Consumer<TextOrder> replies) {
        this.engine = engine;
        this.webhooks = webhooks;
        this.alerts = alerts;
        this.replies = replies;
    }

    /// One text on its way, and the cookies its requests share.
    private record Errand(Account account, PhoneNumber number, TextMessage message, Memory memory) {}

    void bring(Account account, PhoneNumber number, TextMessage message) throws InterruptedException {
        var settings = settings(number);
        var url = settings.getOrDefault("sms_url", "");
        if (url.isBlank()) {
            return;
        }
        var errand = new Errand(account, number, message, new Memory());
        try {
            run(errand, url, method(settings.get("sms_method")), parameters(message));
        } catch (WebhookFailure e) {
            failed(errand, settings, e.code(), e.url(), String.valueOf(e.getMessage()));
        } catch (TwimlFailure e) {
            failed(errand, settings, e.code(), url, String.valueOf(e.getMessage()));
        }
    }

    /// An application's settings come before the number's own.
    private Map<String, String> settings(PhoneNumber number) {
        var sid = number.settings().getOrDefault("sms_application_sid", "");
        var application = sid.isEmpty() ? null : engine.read(view -> view.record(Application.class, sid));
        return application == null ? number.settings() : application.settings();
    }

    private void failed(Errand errand, Map<String, String> settings, int code, String where, String why)
            throws InterruptedException {
        alerts.error(errand.account, code, why);
        var url = settings.getOrDefault("sms_fallback_url", "");
        if (url.isBlank()) {
            return;
        }
        var fields = parameters(errand.message)
                .plus("ErrorCode", Integer.toString(code))
                .plus("ErrorUrl", where);
        try {
            run(errand, url, method(settings.get("sms_fallback_method")), fields);
        } catch (WebhookFailure e) {
            alerts.error(errand.account, e.code(), String.valueOf(e.getMessage()));
        } catch (TwimlFailure e) {
            alerts.error(errand.account, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private void run(Errand errand, String first, HttpMethod how, Fields fields)
            throws WebhookFailure, TwimlFailure, InterruptedException {
        var url = first;
        var method = how;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            var reply = webhooks.send(WebhookRequest.document(
                    url, method, fields, errand.account.authToken(), errand.memory));
            var document = document(reply);
            document.problems().forEach(problem -> alerts.error(errand.account, problem.code(), problem.message()));
            for (var answer : document.replies()) {
                replies.accept(order(errand, answer, reply.url()));
            }
            var next = document.redirect();
            if (next == null) {
                return;
            }
            url = resolved(next.url(), reply.url());
            method = next.method();
        }
        alerts.error(errand.account, TOO_MANY_REDIRECTS, "a text's documents redirect in circles");
    }

    private static TextDocument document(WebhookReply reply) throws TwimlFailure {
        if (reply.body().length == 0) {
            return TextDocument.plain("");
        }
        return switch (reply.mediaType()) {
            case "text/plain" -> TextDocument.plain(reply.text());
            case "", "text/xml", "application/xml", "text/html" -> TextDocument.parse(reply.text());
            default -> throw new TwimlFailure(TwimlFailure.CONTENT_TYPE, "'" + reply.mediaType() + "' is not TwiML");
        };
    }

    private static TextOrder order(Errand errand, TextDocument.Reply answer, String base) {
        var callback = answer.callback();
        return new TextOrder(
                errand.account,
                answer.from().isEmpty() ? errand.number.phoneNumber() : answer.from(),
                answer.to().isEmpty() ? errand.message.from() : answer.to(),
                answer.body(),
                "outbound-reply",
                callback == null ? null : resolved(callback, base),
                answer.method());
    }

    private static String resolved(String url, String base) {
        try {
            return URI.create(base).resolve(url.strip()).toString();
        } catch (IllegalArgumentException _) {
            return url; // the request will be refused with its published code
        }
    }

    private static HttpMethod method(@Nullable String word) {
        return word != null && word.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }

    static Fields parameters(TextMessage message) {
        var fields = new ArrayList<Fields.Field>();
        for (var name : List.of("MessageSid", "SmsSid", "SmsMessageSid")) {
            fields.add(new Fields.Field(name, message.sid().value()));
        }
        var told = new Fields(fields)
                .plus("AccountSid", message.account().value())
                .plus("From", message.from())
                .plus("To", message.to())
                .plus("Body", message.body())
                .plus("NumMedia", "0")
                .plus("NumSegments", Integer.toString(message.segments()))
                .plus("SmsStatus", "received")
                .plus("ApiVersion", "2010-04-01");
        return told.with(Fields.of(Places.of("From", message.from()))).with(Fields.of(Places.of("To", message.to())));
    }
}
