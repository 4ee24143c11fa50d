package org.cordboard.voice.dial;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.cordboard.routing.sid.AccountSid;

/// Whose turn it is to be placed when an account makes calls faster than its rate (Voice reference 1.8). Each account
/// has a line of its own; who leaves it lets the others move up. Thread-safe; times in nanoseconds of a clock that is
/// never set.
public final class Pace {
    /// Calls of one account that may wait.
    public static final int LONGEST_LINE = 1_000;

    private final long interval;
    private final LongSupplier nanos;
    private final Map<AccountSid, Lane> lanes = new HashMap<>();

    /// @param perSecond calls of an account that are placed in a second; 0 for any number
    public Pace(int perSecond, LongSupplier nanos) {
        this.interval = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
        this.nanos = nanos;
    }

    private static final class Lane {
        private final Deque<Place> waiting = new ArrayDeque<>();
        /// Before which nobody is placed.
        private long next;

        Lane(long now) {
            next = now;
        }
    }

    /// Takes the last place of the account's line.
    ///
    /// @return empty when the line is as long as it may be
    public synchronized Optional<Place> join(AccountSid account) {
        long now = nanos.getAsLong();
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && lane.next - now <= 0);
        var lane = lanes.computeIfAbsent(account, _ -> new Lane(now));
        if (lane.waiting.size() >= LONGEST_LINE) {
            return Optional.empty();
        }
        long estimate = Math.max(0, lane.next - now) + lane.waiting.size() * interval;
        var place = new Place(lane, now, Duration.ofNanos(estimate));
        lane.waiting.add(place);
        if (lane.waiting.size() == 1) {
            place.first.complete(null);
        }
        return Optional.of(place);
    }

    /// One call's place in the line.
    public final class Place {
        private final Lane lane;
        private final long joined;
        private final Duration estimate;
        private final CompletableFuture<Void> first = new CompletableFuture<>();

        private Place(Lane lane, long joined, Duration estimate) {
            this.lane = lane;
            this.joined = joined;
            this.estimate = estimate;
        }

        /// How long it will take if nobody leaves.
        public Duration estimate() {
            return estimate;
        }

        /// Done once nobody is before it.
        public CompletableFuture<Void> first() {
            return first;
        }

        /// Takes the first one's turn when it has come; the next waits from now on.
        ///
        /// @return zero when it is placed now, else how long it has to wait yet
        public Duration turn() {
            synchronized (Pace.this) {
                long now = nanos.getAsLong();
                long left = lane.next - now;
                if (lane.waiting.peek() != this) {
                    return Duration.ofNanos(Math.max(left, interval));
                }
                if (left > 0) {
                    return Duration.ofNanos(left);
                }
                lane.next = now + interval;
                leave();
                return Duration.ZERO;
            }
        }

        /// How long it has waited.
        public Duration waited() {
            return Duration.ofNanos(nanos.getAsLong() - joined);
        }

        /// Gives the place up; nothing happens when it has left before.
        public void leave() {
            synchronized (Pace.this) {
                lane.waiting.remove(this);
                var head = lane.waiting.peek();
                if (head != null) {
                    head.first.complete(null);
                }
            }
        }
    }
}
