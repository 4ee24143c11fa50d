package org.cordboard.sip;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// Counts new requests per second, in total and per source address. Remembers at most [#SOURCES_MAX]
/// sources; the ones beyond share one count, so a flood from forged addresses costs no memory. Guarded by
/// the lock of [Core].
final class Rates {
    private static final int SOURCES_MAX = 10_000;
    private static final long SECOND = 1_000_000_000L;

    private final int total;
    private final int perSource;
    private final Map<InetAddress, int[]> counts = new HashMap<>();
    private final int[] others = new int[1];
    private int all;
    private long windowStart;

    Rates(int total, int perSource) {
        this.total = total;
        this.perSource = perSource;
    }

    /// Counts one request; false when it is one too many.
    boolean admit(InetAddress source, long nowNanos) {
        if (nowNanos - windowStart >= SECOND) {
            windowStart = nowNanos;
            all = 0;
            others[0] = 0;
            counts.clear();
        }
        int[] count = counts.size() < SOURCES_MAX
                ? counts.computeIfAbsent(source, _ -> new int[1])
                : counts.getOrDefault(source, others);
        if (all >= total || count[0] >= perSource) {
            return false;
        }
        all++;
        count[0]++;
        return true;
    }
}
