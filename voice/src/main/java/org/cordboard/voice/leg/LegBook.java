package org.cordboard.voice.leg;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// What is written down of a leg and told of it: its call record, its status callbacks, the promise of the last one.
/// Thread-safe.
final class LegBook {
    private static final int UNFINISHED_SECONDS = 5;

    private final LegOrigin origin;
    private final CallState state;
    private final CallRecords records;
    private final CallEvents events;
    private final Instant created;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final List<CompletableFuture<?>> unfinished = new ArrayList<>();
    /// Held while a record is written, so that no older one follows a newer one.
    private final ReentrantLock writing = new ReentrantLock();

    private @Nullable Callback callback;
    private @Nullable PromisedCallback promised;
    private @Nullable String answeredBy;

    LegBook(LegOrigin origin, CallState state, @Nullable Callback callback, CallRecords records, CallEvents events) {
        this.origin = origin;
        this.state = state;
        this.callback = callback;
        this.records = records;
        this.events = events;
        this.created = records.now();
    }

    Instant now() {
        return records.now();
    }

    // ---- the record

    void detail(String name, String value) {
        note(name, value);
        write();
    }

    /// Kept with the next record.
    synchronized void note(String name, String value) {
        details.put(name, value);
    }

    void answeredBy(String verdict) {
        synchronized (this) {
            answeredBy = verdict;
        }
        write();
    }

    void callback(@Nullable Callback newCallback) {
        synchronized (this) {
            callback = newCallback;
        }
        write();
    }

    void write() {
        writing.lock();
        try {
            var promise = promise();
            if (promise == null) {
                records.put(record());
            } else {
                records.put(record(), promise.kept());
            }
        } finally {
            writing.unlock();
        }
    }

    /// The promise that is new with this record, if any.
    private synchronized @Nullable PromisedCallback promise() {
        if (callback == null || !callback.events().contains("completed") || state.status().isFinal()) {
            return null;
        }
        var now = PromisedCallback.of(origin, callback, state.eventsSoFar());
        var promise = now.equals(promised) ? null : now;
        promised = now;
        return promise;
    }

    private synchronized Call record() {
        var parent = origin.parent();
        var now = state.now();
        return new Call(
                origin.sid(),
                origin.account().sid(),
                parent == null ? null : parent.sid(),
                origin.from(),
                origin.to(),
                now.status(),
                origin.direction().wire(),
                origin.phoneNumber(),
                answeredBy,
                now.started(),
                now.answered(),
                now.ended(),
                now.sipCode(),
                records.node(),
                new LinkedHashMap<>(details),
                created,
                records.now());
    }

    // ---- what requests say

    /// What every request about this leg says.
    Fields parameters(String callStatus) {
        return CallFields.usual(record(), callStatus, origin.extra());
    }

    // ---- callbacks

    /// An event before the end; of callers' own calls only the end is told.
    void tell(Leg leg, String event, String callStatus) {
        if (origin.direction() != Direction.INBOUND) {
            events.happened(
                    leg, wanted(), event, () -> parameters(callStatus), CompletableFuture.completedFuture(null));
        }
    }

    void tellEnd(Leg leg) {
        CompletableFuture<?> ready;
        synchronized (this) {
            ready = CompletableFuture.allOf(unfinished.toArray(CompletableFuture<?>[]::new))
                    .exceptionally(failure -> null)
                    .completeOnTimeout(null, UNFINISHED_SECONDS, TimeUnit.SECONDS);
        }
        CallStatus last = state.status();
        events.happened(leg, wanted(), "completed", () -> parameters(last.wire()).with(CallFields.ending(record())), ready);
    }

    private synchronized @Nullable Callback wanted() {
        return callback;
    }

    /// The end is told only after this is over, or has taken too long.
    synchronized void finishFirst(CompletableFuture<?> work) {
        unfinished.add(work);
    }

    /// Whoever wanted to know of the end has been told, as far as that was possible.
    void told() {
        PromisedCallback kept;
        synchronized (this) {
            kept = promised;
            promised = null;
        }
        if (kept != null) {
            records.remove(kept.kept());
        }
    }
}
