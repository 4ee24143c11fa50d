package org.cordboard.api.bridge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a worker's events back while one of his own changes is being answered, and a moment longer. Clients listen to
/// what an answer gave them: an event that overtakes the answer of its cause is lost to them (11.2 has the event
/// follow). Any thread may call; the frames of one channel keep their order.
final class HeldFrames {
    /// For the answer to reach the browser over its other connection.
    private static final Duration AFTER_ANSWER = Duration.ofMillis(50);
    /// A request that takes this long has events that matter more than their order.
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int FRAMES_MAX = 500;

    private final ScheduledExecutorService timer;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    HeldFrames(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /// One request under way.
    interface Hold extends AutoCloseable {
        /// The request has been answered.
        @Override
        void close();
    }

    private static final class Held {
        private final Queue<Runnable> frames = new ArrayDeque<>();
        private int requests;
    }

    Hold hold(String channel) {
        Held mine = held.compute(channel, (_, known) -> {
            Held one = known == null ? new Held() : known;
            one.requests++;
            return one;
        });
        AtomicBoolean over = new AtomicBoolean();
        Runnable release = () -> {
            if (over.compareAndSet(false, true)) {
                release(channel, mine);
            }
        };
        later(release, LONGEST);
        return () -> later(release, AFTER_ANSWER);
    }

    private void later(Runnable release, Duration delay) {
        if (timer.isShutdown()) {
            release.run();
        } else {
            var _ = timer.schedule(release, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void release(String channel, Held mine) {
        held.computeIfPresent(channel, (_, one) -> {
            if (one != mine || --one.requests > 0) {
                return one;
            }
            one.frames.forEach(Runnable::run);
            return null;
        });
    }

    /// Sends now, or when the requests of the channel are answered.
    ///
    /// @param send must not block
    void send(String channel, Runnable send) {
        AtomicBoolean kept = new AtomicBoolean();
        held.computeIfPresent(channel, (_, one) -> {
            kept.set(true);
            one.frames.add(send);
            if (one.frames.size() < FRAMES_MAX) {
                return one;
            }
            one.frames.forEach(Runnable::run);
            return null;
        });
        if (!kept.get()) {
            send.run();
        }
    }
}
