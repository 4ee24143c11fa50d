package org.cordboard.api.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/// Counts failed log-ins by address and by name, each in a window that starts with the first failure.
/// Bounded: beyond the newest few thousand keys the oldest are forgotten.
final class Attempts {
    private static final int MAX_FAILURES = 10;
    private static final int MAX_KEYS = 5_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private final InstantSource clock;
    private final LinkedHashMap<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(Instant since, int count) {}

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean tooMany(String key) {
        Failures known = failures.get(key);
        return known != null && current(known) && known.count() >= MAX_FAILURES;
    }

    synchronized void failed(String key) {
        Failures known = failures.get(key);
        Failures next = known != null && current(known)
                ? new Failures(known.since(), known.count() + 1)
                : new Failures(clock.instant(), 1);
        failures.putLast(key, next);
        if (failures.size() > MAX_KEYS) {
            failures.remove(failures.sequencedKeySet().getFirst());
        }
    }

    synchronized void succeeded(String key) {
        failures.remove(key);
    }

    private boolean current(Failures known) {
        return clock.instant().isBefore(known.since().plus(WINDOW));
    }
}
