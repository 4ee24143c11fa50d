package org.cordboard.voice.leg;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Overrides;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells applications how their calls go: status callbacks, in order per call, numbered even when nobody asked for
/// some of them. Sending happens on virtual threads and never holds up a call.
public final class CallEvents {
    private static final Logger LOG = LoggerFactory.getLogger(CallEvents.class);
    private static final int BAD_CALLBACK_ANSWER = 15003;
    /// As of RFC 2822, always with a numeric zone.
    public static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Line(int next, CompletableFuture<Void> last) {}

    private final Webhooks webhooks;
    private final Alerts alerts;
    private final CallRecords records;
    private final Executor executor;
    private final Map<CallSid, Line> lines = new ConcurrentHashMap<>();

    public CallEvents(Webhooks webhooks, Alerts alerts, CallRecords records, Executor executor) {
        this.webhooks = webhooks;
        this.alerts = alerts;
        this.records = records;
        this.executor = executor;
    }

    /// @param fields asked for when the time to send has come
    /// @param ready what must be over before it is sent, such as the writing of a recording
    void happened(
            Leg leg, @Nullable Callback callback, String event, Supplier<Fields> fields, CompletableFuture<?> ready) {
        var timestamp = TIMESTAMP.format(records.now());
        var line = lines.compute(leg.sid(), (_, known) -> {
            int number = known == null ? 0 : known.next;
            var last = known == null ? CompletableFuture.<Void>completedFuture(null) : known.last;
            if (callback == null || !callback.events().contains(event)) {
                return new Line(number + 1, last);
            }
            var sending = last.thenCombine(ready, (_, _) -> "")
                    .thenRunAsync(
                            () -> send(leg, callback, numbered(fields.get(), number, timestamp)), executor);
            return new Line(number + 1, sending);
        });
        if (event.equals("completed")) {
            line.last.whenCompleteAsync(
                    (_, _) -> {
                        lines.remove(leg.sid());
                        leg.told();
                    },
                    executor);
        }
    }

    private static Fields numbered(Fields fields, int number, String timestamp) {
        return fields.plus("CallbackSource", "call-progress-events")
                .plus("SequenceNumber", Integer.toString(number))
                .plus("Timestamp", timestamp);
    }

    /// Tells of the end of a call that the last process could not tell of any more.
    public void late(Account account, Call call, Callback callback, int number, Fields fields, Runnable told) {
        var sent = numbered(fields, number, TIMESTAMP.format(records.now()));
        late(account, call.sid().value(), callback, sent, told);
    }

    /// @param what SID of what it is about, for the error log
    public void late(Account account, String what, Callback callback, Fields fields, Runnable told) {
        executor.execute(() -> {
            try {
                webhooks.send(WebhookRequest.callback(
                        callback.url(), callback.method(), fields, account.authToken()));
            } catch (WebhookFailure e) {
                alerts.error(account, BAD_CALLBACK_ANSWER, "status callback of " + what + " failed: " + e.getMessage());
            } catch (InterruptedException e) {
                LOG.debug("interrupted while telling of {}", what, e);
                Thread.currentThread().interrupt();
                return;
            }
            told.run();
        });
    }

    /// Sends one callback now, on this thread; a failure becomes a warning to the application's developer.
    public void send(Leg leg, Callback callback, Fields fields) {
        send(leg, callback, fields, BAD_CALLBACK_ANSWER);
    }

    private void send(Leg leg, Callback callback, Fields fields, int failureCode) {
        var token = leg.account().authToken();
        Overrides.of(callback.url())
                .warnings()
                .forEach(code -> alerts.warn(leg, code, "bad connection setting in the URL"));
        try {
            webhooks.send(WebhookRequest.callback(callback.url(), callback.method(), fields, token));
        } catch (WebhookFailure e) {
            alerts.warn(leg, failureCode, "status callback failed: " + e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("interrupted while telling of {}", leg, e);
            Thread.currentThread().interrupt();
        }
    }

    /// Sends one callback in the background, out of the call's own line.
    public void sendLater(Leg leg, Callback callback, Fields fields) {
        executor.execute(() -> send(leg, callback, fields));
    }

    /// Sends one callback after another one of the same source; a failure is told as for any status callback.
    public CompletableFuture<Void> sendAfter(
            CompletableFuture<Void> last, Leg leg, Callback callback, Fields fields) {
        return sendAfter(last, leg, callback, fields, BAD_CALLBACK_ANSWER);
    }

    /// The same for callbacks whose failure has a code of its own.
    ///
    /// @param failureCode what the error log says when it cannot be sent
    public CompletableFuture<Void> sendAfter(
            CompletableFuture<Void> last, Leg leg, Callback callback, Fields fields, int failureCode) {
        return last.thenRunAsync(() -> send(leg, callback, fields, failureCode), executor);
    }

    public Instant now() {
        return records.now();
    }
}
