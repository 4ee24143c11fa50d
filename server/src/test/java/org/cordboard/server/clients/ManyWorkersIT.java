package org.cordboard.server.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.twilio.rest.taskrouter.v1.Workspace;
import com.twilio.rest.taskrouter.v1.workspace.Activity;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.Workflow;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five hundred workers connected at once, each of whom is told of its own reservation and of nobody else's.
@Timeout(240)
class ManyWorkersIT {
    private static final int WORKERS = 500;
    private static final int AT_ONCE = 8;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path data;

    /// One connected worker: what its socket said.
    private static final class Seat implements WebSocket.Listener {
        private final CountDownLatch greeted = new CountDownLatch(1);
        private final CompletableFuture<Long> offered = new CompletableFuture<>();
        private final Set<String> workersTold = ConcurrentHashMap.newKeySet();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                var frame = text.toString();
                text.setLength(0);
                if (!frame.isBlank()) {
                    read(frame);
                }
            }
            socket.request(1);
            return null;
        }

        private void read(String frame) {
            try {
                var json = JSON.readTree(frame);
                switch (json.path("event_type").asText()) {
                    case "init" -> greeted.countDown();
                    case "reservation.created" -> {
                        workersTold.add(json.path("payload").path("worker_sid").asText());
                        offered.complete(System.nanoTime());
                    }
                    default -> {}
                }
            } catch (java.io.IOException e) {
                offered.completeExceptionally(e);
            }
        }
    }

    @Test
    void eachGetsItsReservation() throws Exception {
        try (var centre = new Centre(data);
                var http = HttpClient.newHttpClient()) {
            var client = Sdk.of(centre);
            var ws = Workspace.creator("many").setTemplate("FIFO").create(client).getSid();
            var available = Activity.reader(ws).setFriendlyName("Available").read(client).iterator().next().getSid();
            var workflow = Workflow.reader(ws).read(client).iterator().next().getSid();
            var tokens = new WorkerTokens(centre);
            var workers = new String[WORKERS];
            inParallel(n -> workers[n] = Worker.creator(ws, "worker " + n)
                    .setActivitySid(available)
                    .create(client)
                    .getSid());
            var bridge = centre.connection().url().replaceFirst("^http", "ws")
                    + "/v1/wschannels?closeExistingSessions=false&clientVersion=2.1.1&token=";
            var seats = new ArrayList<Seat>();
            for (int n = 0; n < WORKERS; n++) {
                seats.add(new Seat());
            }
            var sockets = new WebSocket[WORKERS];
            inParallel(n -> sockets[n] = http.newWebSocketBuilder()
                    .buildAsync(URI.create(bridge + tokens.of(ws, workers[n], "worker", 600)), seats.get(n))
                    .join());
            for (var seat : seats) {
                assertTrue(seat.greeted.await(60, TimeUnit.SECONDS), "every worker is greeted");
            }
            var started = new long[WORKERS];
            inParallel(n -> {
                started[n] = System.nanoTime();
                Task.creator(ws).setWorkflowSid(workflow).setAttributes("{\"n\":" + n + "}").create(client);
            });
            var last = Long.MIN_VALUE;
            var latencies = new ArrayList<Long>();
            var arrivals = new ArrayList<Long>();
            for (int n = 0; n < WORKERS; n++) {
                arrivals.add(seats.get(n).offered.get(60, TimeUnit.SECONDS));
                assertEquals(Set.of(workers[n]), seats.get(n).workersTold, "told of its own reservation alone");
            }
            arrivals.sort(null);
            java.util.Arrays.sort(started);
            for (int n = 0; n < WORKERS; n++) {
                latencies.add(Math.max(0, arrivals.get(n) - started[n]) / 1_000);
                last = Math.max(last, arrivals.get(n));
            }
            print(latencies, last - started[0]);
            for (var socket : sockets) {
                socket.abort();
            }
        }
    }

    private static void print(List<Long> micros, long wholeNanos) {
        micros.sort(null);
        System.out.printf(
                "500 sockets: n-th task sent to n-th offer seen, ms: p50 %.1f, p90 %.1f, p99 %.1f, max %.1f;"
                        + " all within %d ms%n",
                micros.get(WORKERS / 2) / 1e3,
                micros.get(WORKERS * 9 / 10) / 1e3,
                micros.get(WORKERS * 99 / 100) / 1e3,
                micros.getLast() / 1e3,
                wholeNanos / 1_000_000);
    }

    private static void inParallel(IntConsumer work) throws Exception {
        var pending = new ArrayList<java.util.concurrent.Future<?>>();
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int n = 0; n < WORKERS; n++) {
                int own = n;
                pending.add(pool.submit(() -> work.accept(own)));
            }
        }
        for (var one : pending) {
            one.get();
        }
    }
}
