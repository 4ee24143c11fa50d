package org.cordboard.voice.leg;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where a leg's signals wait for its program. Any thread posts, the program's thread takes. Bounded: keys that
/// nobody reads are dropped first, because a caller can press them without end.
public final class Inbox {
    private static final int DIGITS_MAX = 64;

    /// A signal taken while something cuttable runs.
    @FunctionalInterface
    public interface Cuttable {
        void run() throws Departure, InterruptedException;
    }

    private final ArrayDeque<Signal> signals = new ArrayDeque<>();
    private boolean over;
    private @Nullable Diverted diverted;
    private int cuttable;

    public synchronized void post(Signal signal) {
        if (over) {
            return;
        }
        if (signal instanceof Signal.Digit && signals.size() >= DIGITS_MAX) {
            return;
        }
        signals.add(signal);
        notifyAll();
    }

    /// Ends every wait from now on.
    synchronized void end() {
        over = true;
        signals.clear();
        notifyAll();
    }

    /// Makes the next wait throw; the latest diversion wins.
    synchronized void divert(Diverted to) {
        if (!over) {
            diverted = to;
            notifyAll();
        }
    }

    /// The next signal, or [Signal.TimeUp].
    public synchronized Signal take(Deadline deadline) throws Departure, InterruptedException {
        while (true) {
            check();
            var signal = signals.poll();
            if (signal instanceof Signal.Urgent urgent && cuttable > 0) {
                throw new Cut(urgent);
            }
            if (signal != null) {
                return signal;
            }
            if (deadline.never()) {
                wait();
                continue;
            }
            long nanos = deadline.nanosLeft();
            if (nanos <= 0) {
                return new Signal.TimeUp();
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
    }

    /// Throws when the program must let go now.
    public synchronized void check() throws Departure {
        if (over) {
            throw new LegOver();
        }
        if (diverted != null) {
            var to = diverted;
            diverted = null;
            throw to;
        }
    }

    /// Runs something that urgent signals interrupt by [Cut].
    public void cuttable(Cuttable body) throws Departure, InterruptedException {
        synchronized (this) {
            cuttable++;
        }
        try {
            body.run();
        } finally {
            synchronized (this) {
                cuttable--;
            }
        }
    }

    /// Forgets the keys pressed so far.
    public synchronized void dropDigits() {
        signals.removeIf(Signal.Digit.class::isInstance);
    }

    /// Posts [Signal.Finished] when the future completes.
    public void tell(CompletableFuture<?> future, Object what) {
        future.whenComplete((result, failure) -> post(new Signal.Finished(what, failure == null ? result : failure)));
    }
}
