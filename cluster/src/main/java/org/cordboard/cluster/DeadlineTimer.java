package org.cordboard.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls `expire` on a thread of its own when the earliest deadline of the state has come.
final class DeadlineTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineTimer.class);
    private static final Duration PAUSE_WITHOUT_PROGRESS = Duration.ofMillis(200);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InstantSource clock;
    private final Runnable expire;
    private final Thread thread;
    private @Nullable Instant deadline;
    private boolean closed;

    DeadlineTimer(String name, InstantSource clock, Runnable expire) {
        this.clock = clock;
        this.expire = expire;
        this.thread = Thread.ofPlatform().name("deadlines-" + name).daemon().start(this::run);
    }

    /// The earliest deadline is now this one.
    void set(Optional<Instant> earliest) {
        lock.lock();
        try {
            var before = deadline;
            deadline = earliest.orElse(null);
            // A later deadline needs no signal: the thread looks again when the earlier one has come.
            if (deadline != null && (before == null || deadline.isBefore(before))) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (var due = await(); due != null; due = await()) {
                expire(due);
            }
        } catch (InterruptedException e) {
            // close() ends the loop this way
        }
    }

    private @Nullable Instant await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                var due = deadline;
                if (due == null) {
                    changed.await();
                    continue;
                }
                // Rounded up: stamps have whole milliseconds.
                long millis = Duration.between(clock.instant(), due).toMillis() + 1;
                if (!clock.instant().isBefore(due)) {
                    return due;
                }
                changed.await(Math.max(1, millis), TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void expire(Instant due) throws InterruptedException {
        try {
            expire.run();
        } catch (RuntimeException e) {
            LOG.warn("Deadlines wait: {}", e.getMessage());
        }
        lock.lockInterruptibly();
        try {
            if (!closed && due.equals(deadline)) {
                changed.await(PAUSE_WITHOUT_PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
