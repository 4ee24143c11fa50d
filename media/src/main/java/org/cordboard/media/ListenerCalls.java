package org.cordboard.media;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what one endpoint or room has to tell to its owner: one call at a time, in order, never on the media thread.
final class ListenerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);
    private static final int WAITING_MAX = 1_000;

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    ListenerCalls(Executor executor) {
        this.executor = executor;
    }

    void call(Runnable call) {
        synchronized (waiting) {
            if (waiting.size() >= WAITING_MAX) {
                LOG.warn("a listener is {} calls behind; one more is dropped", WAITING_MAX);
                return;
            }
            waiting.add(call);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        for (var call = next(); call != null; call = next()) {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.error("a listener of the media plane failed; the call goes on", e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            var call = waiting.poll();
            running = call != null;
            return call;
        }
    }
}
