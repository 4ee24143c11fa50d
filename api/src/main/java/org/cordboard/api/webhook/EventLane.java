package org.cordboard.api.webhook;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers the events of one workspace one after the other, on a virtual thread of its own. A receiver that is down
/// gets each event several times, then loses it; once it has lost one, further ones get a single attempt until it
/// answers again. When too many wait, the oldest is dropped.
final class EventLane {
    private static final Logger LOG = LoggerFactory.getLogger(EventLane.class);
    private static final int MAX_WAITING = 10_000;
    private static final long IDLE_SECONDS = 60;
    private final WebhookClient client;
    private final WebhookTiming timing;
    private final Progress progress;
    private final BlockingQueue<Delivery> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private boolean running;
    private boolean dropping;
    private volatile boolean healthy = true;

    /// @param number the event's, for remembering that it was delivered
    record Delivery(long number, String url, String authToken, Map<String, String> parameters) {
        /// Tokens and parameters are not for logs.
        @Override
        public String toString() {
            return "event " + number;
        }
    }

    EventLane(WebhookClient client, WebhookTiming timing, Progress progress) {
        this.client = client;
        this.timing = timing;
        this.progress = progress;
    }

    synchronized void add(Delivery delivery) {
        while (!waiting.offer(delivery)) {
            Delivery oldest = waiting.poll();
            if (oldest != null) {
                if (!dropping) {
                    dropping = true;
                    LOG.warn(
                            "More than {} events wait for {}; the oldest are dropped", MAX_WAITING, host(oldest.url()));
                }
                progress.done(oldest.number());
            }
        }
        dropping = dropping && waiting.size() > MAX_WAITING / 2;
        if (!running) {
            running = true;
            Thread.ofVirtual().name("event-callbacks").start(this::run);
        }
    }

    private void run() {
        try {
            Delivery next = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            while (next != null || !idle()) {
                if (next != null) {
                    deliver(next);
                    progress.done(next.number());
                }
                next = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean idle() {
        running = !waiting.isEmpty();
        return !running;
    }

    private void deliver(Delivery delivery) throws InterruptedException {
        int attempts = healthy ? timing.attempts() : 1;
        long pause = timing.firstPause().toMillis();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            String problem = attempt(delivery);
            if (problem.isEmpty()) {
                healthy = true;
                return;
            }
            LOG.debug("{} was not taken by {}, attempt {}: {}", delivery, host(delivery.url()), attempt, problem);
            if (attempt < attempts) {
                Thread.sleep(pause);
                pause *= 2;
            }
        }
        if (healthy) {
            healthy = false;
            LOG.warn(
                    "{} is given up, and so may be others; check the event callback at {}",
                    delivery,
                    host(delivery.url()));
        }
    }

    /// Empty when delivered, else why not.
    private String attempt(Delivery delivery) throws InterruptedException {
        try {
            WebhookClient.Reply reply =
                    client.post(delivery.url(), delivery.parameters(), delivery.authToken(), timing.event());
            // A receiver that refuses would refuse again.
            return reply.status() < 500 ? "" : "status " + reply.status();
        } catch (WebhookFailure failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    /// Without path and query, which may hold secrets.
    private static String host(String url) {
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        return end < 0 ? url.substring(start) : url.substring(start, end);
    }
}
