package org.cordboard.media;

import java.time.Duration;

/// How long an endpoint bears hearing nothing at all. Owned by its media thread.
final class Patience {
    private final long nanosMax;
    private long since;
    private boolean lost;

    /// @param max zero for ever
    Patience(Duration max) {
        nanosMax = max.toNanos();
    }

    void startOver(long nanos) {
        since = nanos;
        lost = false;
    }

    /// Nanoseconds since it began.
    long nanos(long now) {
        return now - since;
    }

    /// Whether it is lost in this moment; true once for each silence.
    boolean lost(long lastHeard, boolean listening, long now) {
        if (nanosMax == 0 || !listening || now - Math.max(lastHeard, since) < nanosMax) {
            lost = false;
            return false;
        }
        boolean first = !lost;
        lost = true;
        return first;
    }
}
