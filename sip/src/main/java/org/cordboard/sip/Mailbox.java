package org.cordboard.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the callbacks of one call on virtual threads, one at a time and in the order they were posted.
/// Bounded: a handler that stays away while more than [#MAX] signals come loses the newest ones, with a
/// line in the log.
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int MAX = 1_000;

    private final Queue<Runnable> waiting = new ArrayDeque<>(4);
    private boolean running;

    void post(Runnable callback) {
        synchronized (waiting) {
            if (waiting.size() >= MAX) {
                LOG.error("A SIP call handler does not return; its signals are being dropped");
                return;
            }
            waiting.add(callback);
            if (running) {
                return;
            }
            running = true;
        }
        Thread.ofVirtual().name("sip-call").start(this::drain);
    }

    private void drain() {
        while (true) {
            Runnable callback;
            synchronized (waiting) {
                callback = waiting.poll();
                if (callback == null) {
                    running = false;
                    return;
                }
            }
            try {
                callback.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A SIP call handler failed", e);
            }
        }
    }
}
