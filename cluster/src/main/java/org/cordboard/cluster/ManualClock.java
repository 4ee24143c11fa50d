package org.cordboard.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands until it is moved. An engine that runs on it makes its deadlines happen while it moves, each at
/// its own time. Safe from any thread; one thread moves it at a time.
public final class ManualClock implements InstantSource {
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private volatile Instant now;

    public ManualClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        moveTo(now.plus(by));
    }

    /// Stops at every deadline on the way; returns once all of them have happened.
    public synchronized void moveTo(Instant target) {
        for (var next = next(target); next.isPresent(); next = next(target)) {
            var deadline = next.get();
            if (deadline.isAfter(now)) {
                now = deadline;
            }
            followers.forEach(Follower::expire);
            if (next(target).filter(deadline::equals).isPresent()) {
                throw new IllegalStateException("the deadline " + deadline + " does not go away");
            }
        }
        if (target.isAfter(now)) {
            now = target;
        }
    }

    private Optional<Instant> next(Instant target) {
        return followers.stream()
                .flatMap(follower -> follower.earliest().stream())
                .filter(deadline -> !deadline.isAfter(target))
                .min(Instant::compareTo);
    }

    void add(Follower follower) {
        followers.add(follower);
    }

    void remove(Follower follower) {
        followers.remove(follower);
    }

    interface Follower {
        Optional<Instant> earliest();

        void expire();
    }
}
