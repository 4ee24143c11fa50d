package org.cordboard.history;

/// Some durations, in milliseconds; the published fields are seconds.
public record Durations(long count, long totalMillis, long minMillis, long maxMillis) {
    public static final Durations NONE = new Durations(0, 0, 0, 0);

    public long totalSeconds() {
        return totalMillis / 1000;
    }

    public long minSeconds() {
        return minMillis / 1000;
    }

    public long maxSeconds() {
        return maxMillis / 1000;
    }

    /// Whole seconds, rounded down.
    public long averageSeconds() {
        return count == 0 ? 0 : totalMillis / count / 1000;
    }

    /// For the combined resource, which may show decimals (10.1).
    public double averageSecondsExactly() {
        return count == 0 ? 0 : totalMillis / (double) count / 1000;
    }
}
