package org.cordboard.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The latest events, and those who follow them.
///
/// Kept are the last `window` events, and all that a durable consumer has not acknowledged; followers read from here,
/// each on its own thread and at its own pace, so that nothing is copied per follower. A follower that falls behind
/// what
/// is kept loses its place, loudly; durable consumers cannot, because commands are refused before too many events wait
/// for them. Safe from any thread; only the engine thread appends.
final class EventTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    static final int WINDOW = 20_000;
    static final int UNACKNOWLEDGED_MAX = 250_000;
    private static final int DELIVERY_MAX = 256;
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayList<Event> kept = new ArrayList<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final ArrayDeque<Follower> followers = new ArrayDeque<>();
    private final int window;
    private long first = 1;
    /// Of `kept`, for those who need only a rough bound and no lock.
    private volatile int size;
    private boolean closed;

    EventTail(Set<String> durableConsumers, int window) {
        this.window = window;
        durableConsumers.forEach(name -> acknowledged.put(name, 0L));
    }

    void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            kept.addAll(events);
            if (kept.size() > 2 * window) {
                cut();
            }
            size = kept.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Starts over after a restore: the given events end at `position`.
    void reset(List<Event> events, long position, Map<String, Long> acknowledgements) {
        lock.lock();
        try {
            kept.clear();
            kept.addAll(events);
            size = kept.size();
            first = position - events.size() + 1;
            acknowledged.replaceAll((name, number) -> Math.max(number, acknowledgements.getOrDefault(name, 0L)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What a snapshot must carry: the events up to `position` that some durable consumer still misses.
    List<Event> unacknowledged(long position) {
        lock.lock();
        try {
            long from = Math.max(first, Math.min(position, leastAcknowledged()) + 1);
            int to = (int) (position - first + 1);
            return from > position ? List.of() : List.copyOf(kept.subList((int) (from - first), to));
        } finally {
            lock.unlock();
        }
    }

    Map<String, Long> acknowledgements() {
        lock.lock();
        try {
            return new java.util.TreeMap<>(acknowledged);
        } finally {
            lock.unlock();
        }
    }

    void acknowledge(String name, long number) {
        lock.lock();
        try {
            if (number > last()) {
                throw new IllegalArgumentException(name + " acknowledged event " + number + " of " + last());
            }
            acknowledged.computeIfPresent(name, (_, before) -> Math.max(before, number));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses while durable consumers are hopelessly behind.
    void requireRoom() {
        if (size > UNACKNOWLEDGED_MAX) {
            lock.lock();
            try {
                cut();
                size = kept.size();
                if (kept.size() > UNACKNOWLEDGED_MAX) {
                    throw new EngineUnavailableException(kept.size() + " events wait to be stored: " + acknowledged);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    Engine.Subscription follow(String name, long after, Consumer<Committed> consumer) {
        lock.lock();
        try {
            if (closed) {
                throw new EngineUnavailableException("the engine is closed");
            }
            if (after < first - 1 || after > last()) {
                throw new IllegalStateException(name + " asked for the events after " + after + ", kept are " + first
                        + " to " + last() + ": its view must be rebuilt");
            }
            acknowledged.computeIfPresent(name, (_, before) -> Math.max(before, after));
            var follower = new Follower(name, after + 1, consumer);
            followers.add(follower);
            follower.thread =
                    Thread.ofPlatform().name("events-" + name).daemon().start(follower::run);
            return follower;
        } finally {
            lock.unlock();
        }
    }

    private long last() {
        return first + kept.size() - 1;
    }

    private long leastAcknowledged() {
        return acknowledged.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    private void cut() {
        long from = Math.min(leastAcknowledged(), last() - window) + 1;
        int gone = (int) (from - first);
        if (gone > 0) {
            kept.subList(0, gone).clear();
            first = from;
        }
    }

    @Override
    public void close() {
        List<Follower> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(followers);
        } finally {
            lock.unlock();
        }
        all.forEach(Follower::close);
    }

    private final class Follower implements Engine.Subscription {
        private final String name;
        private final Consumer<Committed> consumer;
        private long next;
        private boolean ended;
        private @Nullable Thread thread;

        Follower(String name, long next, Consumer<Committed> consumer) {
            this.name = name;
            this.next = next;
            this.consumer = consumer;
        }

        private void run() {
            try {
                for (var events = await(); !events.isEmpty(); events = await()) {
                    deliver(events);
                }
            } catch (InterruptedException e) {
                LOG.warn("The delivery of events to {} was interrupted and has ended", name);
            }
        }

        /// The next events, at least one; none when ended.
        private List<Committed> await() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!ended && next > last()) {
                    changed.await();
                }
                if (ended) {
                    return List.of();
                }
                if (next < first) {
                    LOG.error("{} was too slow and has missed the events {} to {}", name, next, first - 1);
                    next = first;
                }
                int from = (int) (next - first);
                int to = Math.min(kept.size(), from + DELIVERY_MAX);
                var events = new ArrayList<Committed>(to - from);
                for (int i = from; i < to; i++) {
                    events.add(new Committed(first + i, kept.get(i)));
                }
                return events;
            } finally {
                lock.unlock();
            }
        }

        private void deliver(List<Committed> events) throws InterruptedException {
            for (var event : events) {
                if (isEnded()) {
                    return;
                }
                try {
                    consumer.accept(event);
                    next = event.number() + 1;
                } catch (RuntimeException e) {
                    LOG.error("{} failed on event {} and gets it again", name, event.number(), e);
                    pause();
                    return;
                }
            }
        }

        private boolean isEnded() {
            lock.lock();
            try {
                return ended;
            } finally {
                lock.unlock();
            }
        }

        private void pause() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = PAUSE_AFTER_FAILURE_NANOS;
                while (!ended && left > 0) {
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                ended = true;
                followers.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            var running = thread;
            if (running != null && running != Thread.currentThread()) {
                try {
                    running.join(TimeUnit.SECONDS.toMillis(10));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
