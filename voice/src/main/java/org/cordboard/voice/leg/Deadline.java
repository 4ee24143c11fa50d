package org.cordboard.voice.leg;

import java.time.Duration;

/// A moment up to which a program waits, on the monotonic clock.
public record Deadline(long nanoTime, boolean never) {
    public static final Deadline NEVER = new Deadline(0, true);

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), false);
    }

    public static Deadline inSeconds(long seconds) {
        return in(Duration.ofSeconds(seconds));
    }

    public boolean passed() {
        return !never && nanosLeft() <= 0;
    }

    long nanosLeft() {
        return never ? Long.MAX_VALUE : nanoTime - System.nanoTime();
    }

    /// The earlier of both.
    public Deadline or(Deadline other) {
        if (never) {
            return other;
        }
        return other.never || nanoTime - other.nanoTime < 0 ? this : other;
    }
}
