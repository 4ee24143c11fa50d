package org.cordboard.voice.track;

import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.jspecify.annotations.Nullable;

/// What of one kind runs beside the calls of this node; each ends with its call. What is over is remembered as long as
/// its call, the latest of many, so that stopping it again is no mistake. Any thread.
public final class Forks<F extends Fork> implements AutoCloseable {
    private static final int ENDED_MAX = 16;

    private final Map<CallSid, Beside<F>> calls = new ConcurrentHashMap<>();

    /// Beside one call.
    private record Beside<F extends Fork>(List<F> running, Deque<F> ended) {
        Beside() {
            this(new CopyOnWriteArrayList<>(), new ConcurrentLinkedDeque<>());
        }

        void over(F fork) {
            running.remove(fork);
            ended.addFirst(fork);
            if (ended.size() > ENDED_MAX) {
                ended.pollLast();
            }
        }
    }

    /// How many tracks of this call are heard.
    public int tracks(Leg leg) {
        return of(leg).running.stream().mapToInt(Fork::tracks).sum();
    }

    /// Takes note of a fork before it starts.
    public void add(Leg leg, F fork) {
        var beside = calls.computeIfAbsent(leg.sid(), _ -> new Beside<>());
        beside.running.add(fork);
        fork.ended().whenComplete((_, _) -> beside.over(fork));
        leg.atEnd(_ -> {
            fork.stop();
            calls.remove(leg.sid());
        });
    }

    /// Stops the one of that SID or name; without a name all of the call. An unknown name changes nothing.
    public void stop(Leg leg, @Nullable String sidOrName) {
        for (var fork : of(leg).running) {
            if (sidOrName == null || fork.is(sidOrName)) {
                fork.stop();
            }
        }
    }

    /// One that runs, else the latest that did.
    public Optional<F> find(Leg leg, String sidOrName) {
        var beside = of(leg);
        return Stream.concat(beside.running.stream(), beside.ended.stream())
                .filter(fork -> fork.is(sidOrName))
                .findFirst();
    }

    private Beside<F> of(Leg leg) {
        return calls.getOrDefault(leg.sid(), new Beside<>());
    }

    @Override
    public void close() {
        calls.values().forEach(beside -> beside.running.forEach(Fork::stop));
    }
}
