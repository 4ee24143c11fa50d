package org.cordboard.server.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.cordboard.api.ports.Interaction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.server.metrics.Metrics;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// Asks applications as it is told to, measures how long that takes, and keeps what was asked and answered about each
/// call.
final class WatchedWebhooks implements Webhooks {
    private final Webhooks webhooks;
    private final Interactions interactions;
    private final Metrics metrics;
    private final InstantSource clock;

    WatchedWebhooks(Webhooks webhooks, Interactions interactions, Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.webhooks = webhooks;
        this.interactions = interactions;
        this.clock = clock;
    }

    @Override
    public WebhookReply send(WebhookRequest request) throws WebhookFailure, InterruptedException {
        var at = clock.instant();
        long started = System.nanoTime();
        try {
            var reply = webhooks.send(request);
            metrics.webhook("ok", System.nanoTime() - started);
            boolean text = reply.mediaType().startsWith("text/")
                    || reply.mediaType().endsWith("xml")
                    || reply.mediaType().endsWith("json");
            note(request, at, started, reply.status(), reply.contentType(), text ? reply.text() : null);
            return reply;
        } catch (WebhookFailure failure) {
            metrics.webhook(
                    switch (failure.status() / 100) {
                        case 4 -> "4xx";
                        case 5 -> "5xx";
                        default -> "failed";
                    },
                    System.nanoTime() - started);
            var status = failure.status() == 0 ? null : Integer.valueOf(failure.status());
            note(request, at, started, status, null, failure.code() + ": " + failure.getMessage());
            throw failure;
        }
    }

    private void note(
            WebhookRequest request,
            Instant at,
            long started,
            @Nullable Integer status,
            @Nullable String type,
            @Nullable String body) {
        var call = request.fields().first("CallSid").filter(CallSid::valid);
        if (call.isEmpty()) {
            return;
        }
        interactions.add(
                new CallSid(call.get()),
                new Interaction(
                        at,
                        request.method().name(),
                        withoutCredentials(request.url()),
                        request.fields().asMap(),
                        status,
                        Duration.ofNanos(System.nanoTime() - started),
                        type,
                        body));
    }

    private static String withoutCredentials(String url) {
        return url.replaceFirst("://[^/?#]*@", "://");
    }
}
