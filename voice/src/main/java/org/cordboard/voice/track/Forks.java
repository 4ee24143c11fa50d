package org.cordboard.voice.track;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.jspecify.annotations.Nullable;

/// What of one kind runs beside the calls of this node; each ends with its call. Any thread.
public final class Forks<F extends Fork> implements AutoCloseable {
    private final Map<CallSid, List<F>> running = new ConcurrentHashMap<>();

    /// How many tracks of this call are heard.
    public int tracks(Leg leg) {
        return of(leg).stream().mapToInt(Fork::tracks).sum();
    }

    /// Takes note of a fork before it starts.
    public void add(Leg leg, F fork) {
        running.computeIfAbsent(leg.sid(), _ -> new CopyOnWriteArrayList<>()).add(fork);
        fork.ended().whenComplete((_, _) -> forget(leg, fork));
        leg.atEnd(_ -> fork.stop());
    }

    private void forget(Leg leg, F fork) {
        running.computeIfPresent(leg.sid(), (_, forks) -> {
            forks.remove(fork);
            return forks.isEmpty() ? null : forks;
        });
    }

    /// Stops the one of that SID or name; without a name all of the call. An unknown name changes nothing.
    public void stop(Leg leg, @Nullable String sidOrName) {
        for (var fork : of(leg)) {
            if (sidOrName == null || fork.is(sidOrName)) {
                fork.stop();
            }
        }
    }

    public Optional<F> find(Leg leg, String sidOrName) {
        return of(leg).stream().filter(fork -> fork.is(sidOrName)).findFirst();
    }

    private List<F> of(Leg leg) {
        return running.getOrDefault(leg.sid(), List.of());
    }

    @Override
    public void close() {
        running.values().forEach(forks -> forks.forEach(Fork::stop));
    }
}
