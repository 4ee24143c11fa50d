package org.cordboard.api.webhook;

import java.util.TreeMap;

/// Which events have been dealt with, each possibly by several jobs: everything up to the oldest one still under way.
/// Shared by the follower and the
/// lanes.
final class Progress {
    private final TreeMap<Long, Integer> underWay = new TreeMap<>();
    private long seen;

    Progress(long start) {
        seen = start;
    }

    synchronized void begin(long number) {
        underWay.merge(number, 1, Integer::sum);
        seen = Math.max(seen, number);
    }

    synchronized void passed(long number) {
        seen = Math.max(seen, number);
    }

    synchronized void done(long number) {
        underWay.computeIfPresent(number, (n, jobs) -> jobs == 1 ? null : jobs - 1);
    }

    /// What the log may be cut behind: a dead receiver must not make it grow without end, for routing waits for room.
    synchronized long releasable(long maxBehind) {
        return Math.max(floor(), seen - maxBehind);
    }

    /// All events up to here are delivered, given up, or of no interest.
    synchronized long floor() {
        return underWay.isEmpty() ? seen : underWay.firstKey() - 1;
    }
}
