package org.cordboard.sip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// All timers of the stack: a hashed wheel with constant-time start and stop. Knows no clock: times are
/// nanoseconds handed in. Guarded by the lock of [Core]; due actions run inside [#advance].
final class TimerWheel {
    static final long TICK_NANOS = 10_000_000;
    private static final int SLOTS = 1024;

    private final Timeout[] slots = new Timeout[SLOTS];
    private long tick;
    private int size;

    /// A running timer.
    static final class Timeout {
        private final Runnable action;
        private final long dueTick;
        private final int slot;
        private @Nullable Timeout previous;
        private @Nullable Timeout next;
        private boolean running = true;

        private Timeout(Runnable action, long dueTick) {
            this.action = action;
            this.dueTick = dueTick;
            this.slot = (int) (dueTick & (SLOTS - 1));
        }
    }

    TimerWheel(long nowNanos) {
        tick = nowNanos / TICK_NANOS;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = head();
        }
    }

    /// Each slot is a ring around a head that never fires.
    private static Timeout head() {
        var head = new Timeout(() -> {}, 0);
        head.previous = head;
        head.next = head;
        return head;
    }

    /// Runs `action` at or up to one tick after `now + after`.
    Timeout start(long nowNanos, Duration after, Runnable action) {
        long due = Math.max(tick + 1, (nowNanos + after.toNanos() + TICK_NANOS - 1) / TICK_NANOS);
        var timeout = new Timeout(action, due);
        Timeout head = slots[timeout.slot];
        timeout.next = head;
        timeout.previous = head.previous;
        if (head.previous != null) {
            head.previous.next = timeout;
        }
        head.previous = timeout;
        size++;
        return timeout;
    }

    void stop(@Nullable Timeout timeout) {
        if (timeout != null && timeout.running) {
            unlink(timeout);
        }
    }

    private void unlink(Timeout timeout) {
        timeout.running = false;
        if (timeout.previous != null && timeout.next != null) {
            timeout.previous.next = timeout.next;
            timeout.next.previous = timeout.previous;
        }
        size--;
    }

    int size() {
        return size;
    }

    /// Runs everything due up to `now`, in the order of their ticks.
    void advance(long nowNanos) {
        long last = nowNanos / TICK_NANOS;
        while (tick < last) {
            if (size == 0) {
                tick = last;
                return;
            }
            tick++;
            fire(slots[(int) (tick & (SLOTS - 1))]);
        }
    }

    private void fire(Timeout head) {
        Timeout timeout = head.next;
        while (timeout != null && timeout != head) {
            Timeout following = timeout.next;
            if (timeout.running && timeout.dueTick <= tick) {
                unlink(timeout);
                timeout.action.run();
                following = head.next; // the action may have changed the ring
            }
            timeout = following;
        }
    }

    /// Nanoseconds until something may be due: at most one turn of the wheel, [Long#MAX_VALUE] when nothing
    /// runs.
    long untilNext(long nowNanos) {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        for (int ahead = 1; ahead < SLOTS; ahead++) {
            Timeout head = slots[(int) (tick + ahead & (SLOTS - 1))];
            if (head.next != head) {
                return Math.max(0, (tick + ahead) * TICK_NANOS - nowNanos);
            }
        }
        return SLOTS * TICK_NANOS;
    }
}
