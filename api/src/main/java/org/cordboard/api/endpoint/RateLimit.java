package org.cordboard.api.endpoint;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts requests per account and second. The number of accounts bounds the table; each request holds it briefly.
final class RateLimit {
    private final int perSecond;
    private final InstantSource clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long second, int used) {}

    /// @param limit 0 when there is none
    record Verdict(boolean exceeded, int limit, int remaining) {
        static final Verdict NONE = new Verdict(false, 0, 0);

        Map<String, String> headers() {
            return limit == 0
                    ? Map.of(
                            "X-Rate-Limit-Limit",
                            "0",
                            "X-Rate-Limit-Remaining",
                            "0",
                            "X-Rate-Limit-Config",
                            "unlimited")
                    : Map.of(
                            "X-Rate-Limit-Limit", Integer.toString(limit),
                            "X-Rate-Limit-Remaining", Integer.toString(remaining),
                            "X-Rate-Limit-Config", limit + " per second");
        }
    }

    RateLimit(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    Verdict take(String account) {
        if (perSecond == 0) {
            return Verdict.NONE;
        }
        long second = clock.instant().getEpochSecond();
        Window window = windows.compute(
                account,
                (a, w) -> w == null || w.second() != second ? new Window(second, 1) : new Window(second, w.used() + 1));
        return new Verdict(window.used() > perSecond, perSecond, Math.max(0, perSecond - window.used()));
    }
}
