package org.cordboard.sip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.cordboard.sip.transport.Wire;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all parts of a running stack share: the lock that guards every transaction, call and dialog, the
/// timer wheel and the way to the network. The lock is held for microseconds and never while calling the
/// owner's code, resolving names or waiting for a socket. One platform thread turns the wheel and sleeps
/// while nothing is due.
final class Core {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    final SipConfig config;
    final Identifiers ids = new Identifiers();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder retransmitted = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder overloaded = new LongAdder();

    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final TimerWheel wheel;
    private final Queue<Runnable> afterwards = new ArrayDeque<>();
    private long wakeNanos = Long.MAX_VALUE;
    private volatile boolean closed;
    private @Nullable Wire wire;

    Core(SipConfig config, LongSupplier nanoClock) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.wheel = new TimerWheel(nanoClock.getAsLong());
    }

    void connect(Wire network) {
        wire = network;
    }

    Wire wire() {
        if (wire == null) {
            throw new IllegalStateException("stack has no network yet");
        }
        return wire;
    }

    void startClock() {
        Thread.ofPlatform().daemon().name("sip-timers").start(this::turnWheel);
    }

    /// Runs `work` under the lock: at once, or right after the work this thread is in the middle of.
    void execute(Runnable work) {
        if (lock.isHeldByCurrentThread()) {
            afterwards.add(work);
            return;
        }
        lock.lock();
        try {
            guarded(work);
            drain();
        } finally {
            lock.unlock();
        }
    }

    /// The same with a result. Never called with the lock held.
    <T> T call(Supplier<T> work) {
        lock.lock();
        try {
            T result = work.get();
            drain();
            return result;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) {
            guarded(next);
        }
    }

    /// A defect in one call must not stop the others.
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A SIP signal could not be handled; this is a defect", e);
        }
    }

    TimerWheel.Timeout after(Duration delay, Runnable action) {
        long now = nanoClock.getAsLong();
        TimerWheel.Timeout timeout = wheel.start(now, delay, () -> guarded(action));
        if (now + delay.toNanos() < wakeNanos) {
            earlier.signal();
        }
        return timeout;
    }

    void stop(TimerWheel.@Nullable Timeout timeout) {
        wheel.stop(timeout);
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    /// Fires what is due now. The clock thread calls it; tests with a clock of their own do too.
    void tick() {
        execute(() -> wheel.advance(nanoClock.getAsLong()));
    }

    private void turnWheel() {
        while (!closed) {
            tick();
            lock.lock();
            try {
                long now = nanoClock.getAsLong();
                long wait = wheel.untilNext(now);
                wakeNanos = wait == Long.MAX_VALUE ? Long.MAX_VALUE : now + wait;
                if (wait > 0 && !closed) {
                    awaitEarlier(wait);
                }
                wakeNanos = 0;
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitEarlier(long nanos) {
        try {
            if (earlier.await(nanos, TimeUnit.NANOSECONDS)) {
                LOG.trace("a nearer timer was started");
            }
        } catch (InterruptedException _) {
            closed = true; // nobody but the end of the process interrupts this thread
        }
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
        lock.lock();
        try {
            earlier.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
