package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.cordboard.routing.event.Committed;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events into the database, many per transaction, on one platform thread of its own; a failing database is
/// tried again for ever. Once an hour it removes what is older than the retention.
///
/// A transaction costs far more than the rows in it, so the writer lets events gather for a moment, unless somebody
/// waits for one of them.
final class EventWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final int INBOX_MAX = 4_096;
    private static final int TRANSACTION_MAX = 1_000;
    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Projection projection;
    private final InstantSource clock;
    private final Duration retention;
    private final LongConsumer acknowledge;
    private final ArrayBlockingQueue<Committed> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Condition hurried = lock.newCondition();
    private final Thread thread;
    private volatile boolean closed;
    private long stored;
    /// Who waits for an event to be stored.
    private int waiting;
    private Instant nextCleaning = Instant.MIN;

    /// @param acknowledge told the last event of each transaction, once it is stored
    EventWriter(
            Jdbi jdbi, Projection projection, InstantSource clock, Duration retention, LongConsumer acknowledge) {
        this.jdbi = jdbi;
        this.projection = projection;
        this.clock = clock;
        this.retention = retention;
        this.acknowledge = acknowledge;
        this.thread = Thread.ofPlatform().name("history").daemon().unstarted(this::write);
    }

    /// @param position the last event that is stored already
    void start(long position) {
        publish(position);
        thread.start();
    }

    /// Waits while too many events wait to be stored.
    void accept(Committed event) {
        try {
            while (!inbox.offer(event, 1, TimeUnit.SECONDS)) {
                if (closed) {
                    throw new IllegalStateException("the history is closed");
                }
            }
            if (inbox.size() >= TRANSACTION_MAX) {
                hurry();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void write() {
        try {
            while (!closed) {
                var first = inbox.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    gather();
                    var events = new ArrayList<Committed>();
                    events.add(first);
                    inbox.drainTo(events, TRANSACTION_MAX - 1);
                    store(events);
                }
                cleanSometimes();
            }
        } catch (InterruptedException e) {
            // close() ends the thread this way
        }
    }

    private void gather() throws InterruptedException {
        lock.lock();
        try {
            long left = GATHERING_NANOS;
            while (left > 0 && waiting == 0 && inbox.size() < TRANSACTION_MAX && !closed) {
                left = hurried.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void hurry() {
        lock.lock();
        try {
            hurried.signal();
        } finally {
            lock.unlock();
        }
    }

    private void store(List<Committed> events) throws InterruptedException {
        while (!closed) {
            try {
                jdbi.useTransaction(handle -> projection.store(handle, events));
                long last = events.getLast().number();
                publish(last);
                acknowledge.accept(last);
                return;
            } catch (RuntimeException e) {
                LOG.error("{} events cannot be stored and are tried again", events.size(), e);
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void publish(long number) {
        lock.lock();
        try {
            stored = number;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void cleanSometimes() {
        var now = clock.instant();
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(CLEANING);
        try {
            clean(now);
        } catch (RuntimeException e) {
            LOG.warn("Old rows could not be removed; tried again later", e);
        }
    }

    /// Events and periods older than the retention go; so do tasks that left memory before it. Voice records stay.
    private void clean(Instant now) {
        long before = now.minus(retention).toEpochMilli();
        jdbi.useTransaction(handle -> {
            delete(handle, "DELETE FROM event WHERE at < :before", before);
            delete(handle, "DELETE FROM activity_period WHERE ended < :before", before);
            delete(
                    handle,
                    "DELETE FROM record WHERE retired = 1 AND kind IN ('Task', 'Reservation', 'Transfer')"
                            + " AND updated < :before",
                    before);
        });
    }

    private static void delete(Handle handle, String statement, long before) {
        handle.createUpdate(statement).bind("before", before).execute();
    }

    /// Waits until everything up to this event is stored.
    void await(long position, Duration patience) throws TimeoutException {
        lock.lock();
        waiting++;
        try {
            hurried.signal();
            long left = patience.toNanos();
            while (stored < position) {
                if (left <= 0) {
                    throw new TimeoutException("the history is at event " + stored + ", not yet at " + position);
                }
                left = advanced.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the history", e);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// The last event stored.
    long position() {
        lock.lock();
        try {
            return stored;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
