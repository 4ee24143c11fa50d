package org.cordboard.voice.conference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cordboard.routing.sid.CallSid;

/// Who waits for whom to come into a conference. Called under the conference's lock; whoever waits is told outside it.
final class Arrivals {
    private final Map<CallSid, CompletableFuture<Boolean>> awaited = new LinkedHashMap<>();

    CompletableFuture<Boolean> of(CallSid call) {
        return awaited.computeIfAbsent(call, _ -> new CompletableFuture<>());
    }

    void settle(CallSid call, boolean came) {
        var waiting = awaited.remove(call);
        if (waiting != null) {
            waiting.completeAsync(() -> came);
        }
    }

    void nobodyComes() {
        List.copyOf(awaited.keySet()).forEach(call -> settle(call, false));
    }
}
