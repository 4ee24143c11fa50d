package org.cordboard.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.api.ApiConfig;
import org.cordboard.api.HttpFace;
import org.cordboard.api.IceServers;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.api.ports.Ports;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is counted, and who may read it.
@Timeout(60)
class MetricsTest {
    private static final String ACCOUNT = "AC" + "1".repeat(32);
    private static final Instant THEN = Instant.parse("2026-03-01T09:00:00Z");

    private final Metrics metrics = new Metrics();
    private Engine engine;
    private EngineMetrics counting;
    private HttpFace face;
    private HttpClient client;

    @BeforeEach
    void start() {
        engine = MemoryEngine.start(new RoutingCore(), InstantSource.system());
        engine.submit(new RecordCommand.Put(List.of(
                new Account(new AccountSid(ACCOUNT), "Test", "token", "active", null, THEN, THEN), call("1"))));
        counting = new EngineMetrics(metrics, engine, InstantSource.system());
        face = HttpFace.start(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        null,
                        HttpLimits.standard(),
                        true,
                        "",
                        null,
                        true,
                        IceServers.none(),
                        metrics,
                        null),
                engine,
                Ports.none(),
                new OperatorEndpoints(metrics, engine).endpoints(),
                List.of());
        client = HttpClient.newHttpClient();
    }

    private static Call call(String digit) {
        return new Call(
                new CallSid("CA" + digit.repeat(32)),
                new AccountSid(ACCOUNT),
                null,
                "+15550001111",
                "+15550002222",
                CallStatus.IN_PROGRESS,
                "inbound",
                null,
                null,
                THEN,
                THEN,
                null,
                200,
                "n1",
                Map.of(),
                THEN,
                THEN);
    }

    @AfterEach
    void stop() {
        client.close();
        face.close();
        counting.close();
        engine.close();
        metrics.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(face.localAddress() + path)).timeout(Duration.ofSeconds(30));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":" + token).getBytes());
    }

    private void post(String path, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(face.localAddress() + path))
                .header("Authorization", basic("token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        assertEquals(201, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void requestsCallsAndWebhooksAreCountedUnderBoundedLabels() throws Exception {
        post("/v1/Workspaces", "FriendlyName=writers");
        get("/v1/Workspaces/nobody");
        get("/v1/no/such/thing-" + "x".repeat(40));
        metrics.webhook("5xx", TimeUnit.MILLISECONDS.toNanos(30));
        metrics.written(TimeUnit.MILLISECONDS.toNanos(2));
        metrics.reservation("accepted");
        metrics.answeredAfter(Duration.ofSeconds(3));
        var lines = List.of(
                "cordboard_http_requests_seconds_count{operation=\"CreateWorkspace\",status=\"2xx\"} 1",
                "cordboard_http_requests_seconds_count{operation=\"FetchWorkspace\",status=\"4xx\"} 1",
                "cordboard_http_requests_seconds_count{operation=\"none\",status=\"4xx\"} 1",
                "cordboard_calls{status=\"in-progress\"} 1.0",
                "cordboard_calls{status=\"ringing\"} 0.0",
                "cordboard_webhooks_seconds_bucket{outcome=\"5xx\",le=\"0.025\"} 0",
                "cordboard_webhooks_seconds_bucket{outcome=\"5xx\",le=\"0.05\"} 1",
                "cordboard_log_write_seconds_count 1",
                "cordboard_reservations_total{status=\"accepted\"} 1.0",
                "cordboard_reservation_answer_seconds_count 1",
                "jvm_memory_used_bytes");
        var text = get("/metrics").body();
        for (var line : lines) {
            assertTrue(text.contains(line), line + " is missing in\n" + text);
        }
    }

    @Test
    void figuresAreForThisMachineAndForAccounts() throws Exception {
        assertEquals(200, get("/metrics").statusCode());
        assertEquals(401, get("/metrics", "X-Forwarded-For", "192.0.2.1").statusCode());
        assertEquals(
                401,
                get("/metrics", "X-Forwarded-For", "192.0.2.1", "Authorization", basic("wrong"))
                        .statusCode());
        assertEquals(
                200,
                get("/metrics", "X-Forwarded-For", "192.0.2.1", "Authorization", basic("token"))
                        .statusCode());
    }

    @Test
    void healthIsThatOfTheProcessAndReadinessThatOfTheEngine() throws Exception {
        assertEquals("{\"status\":\"up\"}", get("/health").body());
        assertEquals(200, get("/ready").statusCode());
        engine.close();
        assertEquals(503, get("/ready").statusCode());
        assertEquals(200, get("/health").statusCode());
    }
}
