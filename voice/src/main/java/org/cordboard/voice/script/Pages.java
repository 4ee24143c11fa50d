package org.cordboard.voice.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Document;
import org.cordboard.voice.twiml.TwimlFailure;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.Overrides;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// Fetches documents: whatever the application answers becomes a page, or a failure with its published code.
final class Pages {
    private static final int SHOWN_CHARS_MAX = 4_096;
    private static final int SPOKEN_CHARS_MAX = 4_096;

    private final Webhooks webhooks;
    private final Alerts alerts;

    Pages(Webhooks webhooks, Alerts alerts) {
        this.webhooks = webhooks;
        this.alerts = alerts;
    }

    /// @param more parameters beyond those of the leg
    Page fetch(Leg leg, String url, HttpMethod method, Fields more, Context context)
            throws PageFailure, InterruptedException {
        Overrides.of(url).warnings().forEach(code -> alerts.warn(leg, code, "bad connection setting in the URL"));
        var fields = leg.parameters().with(more);
        var token = leg.account().authToken();
        boolean large = context == Context.QUEUE_WAIT || context == Context.CONFERENCE_WAIT;
        var request = new WebhookRequest(
                url,
                method,
                fields,
                token,
                leg.memory(),
                large && method == HttpMethod.GET,
                large ? WebhookRequest.MEDIA_BYTES_MAX : WebhookRequest.DOCUMENT_BYTES_MAX);
        WebhookReply reply;
        try {
            reply = webhooks.send(request);
        } catch (WebhookFailure e) {
            var message = String.valueOf(e.getMessage());
            throw new PageFailure(e.code(), e.url(), message, exchange(request, e.reply()));
        }
        try {
            return new Page(document(leg, reply, context), reply.url(), method);
        } catch (TwimlFailure e) {
            throw new PageFailure(e.code(), url, String.valueOf(e.getMessage()), exchange(request, reply));
        }
    }

    /// Request and answer for the application's developer, each cut to a bearable length.
    private static Map<String, String> exchange(WebhookRequest request, @Nullable WebhookReply reply) {
        var shown = new LinkedHashMap<String, String>();
        shown.put("request_method", request.method().name());
        shown.put("request_variables", cut(request.fields().encoded()));
        if (reply != null) {
            shown.put("response_headers", "HTTP " + reply.status() + "; Content-Type: " + reply.contentType());
            shown.put("response_body", cut(reply.text()));
        }
        return shown;
    }

    private static String cut(String text) {
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "…" : text;
    }

    Page parse(Leg leg, String text, Context context) throws PageFailure {
        try {
            return new Page(reported(leg, Document.parse(text, context), ""), null, HttpMethod.POST);
        } catch (TwimlFailure e) {
            throw new PageFailure(e.code(), "", String.valueOf(e.getMessage()));
        }
    }

    private Document document(Leg leg, WebhookReply reply, Context context) throws TwimlFailure {
        if (reply.body().length == 0) {
            throw new TwimlFailure(TwimlFailure.EMPTY, "the answer is empty");
        }
        var type = reply.mediaType();
        if (type.startsWith("audio/")) {
            return only(new Verb.Sound(reply.body(), type));
        }
        return switch (type) {
            case "text/plain" -> plain(leg, reply, context);
            case "", "text/xml", "application/xml", "text/html" -> twiml(leg, reply, context);
            default -> {
                if (type.endsWith("+xml")) {
                    yield twiml(leg, reply, context);
                }
                throw new TwimlFailure(TwimlFailure.CONTENT_TYPE, "'" + type + "' is neither TwiML nor audio");
            }
        };
    }

    private Document twiml(Leg leg, WebhookReply reply, Context context) throws TwimlFailure {
        return reported(leg, Document.parse(reply.text(), context), reply.url());
    }

    private Document plain(Leg leg, WebhookReply reply, Context context) throws TwimlFailure {
        try {
            return twiml(leg, reply, context);
        } catch (TwimlFailure _) {
            // Plain text that is no document is simply spoken.
            var words = reply.text().strip();
            int characters = Math.min(words.codePointCount(0, words.length()), SPOKEN_CHARS_MAX);
            var spoken = words.substring(0, words.offsetByCodePoints(0, characters));
            return only(new Verb.Say(spoken.replace("&", "&amp;").replace("<", "&lt;"), "", "", 1));
        }
    }

    private Document reported(Leg leg, Document document, String url) {
        document.problems().forEach(problem -> alerts.report(leg, problem, url));
        return document;
    }

    private static Document only(Verb verb) {
        return new Document(List.of(verb), List.of());
    }
}
