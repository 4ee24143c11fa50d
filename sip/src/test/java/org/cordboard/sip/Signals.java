package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What happened, in order, for tests that wait for it with a limit.
final class Signals {
    private static final int LIMIT_SECONDS = 30;

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

    void add(Object signal) {
        queue.add(signal);
    }

    /// The next signal, which must be of this type.
    <T> T next(Class<T> type) {
        try {
            Object signal = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (signal == null) {
                return fail("no " + type.getSimpleName() + " within " + LIMIT_SECONDS + " s");
            }
            return type.isInstance(signal)
                    ? type.cast(signal)
                    : fail("expected " + type.getSimpleName() + ", got " + signal);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("not within " + LIMIT_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
