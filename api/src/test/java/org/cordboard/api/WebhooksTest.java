package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.cordboard.api.ports.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Event and assignment callbacks against a real receiver: F61 to F65, F68, F82 to F88, F177.
@Timeout(60)
class WebhooksTest {
    private Centre centre;
    private HttpServer receiver;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Reply> answer = r -> new Reply(204, "", "");

    private record Received(String path, Map<String, String> form, String signature) {}

    private record Reply(int status, String type, String body) {}

    @BeforeEach
    void start() throws IOException {
        centre = new Centre();
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", this::handle);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        centre.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Map<String, String> form = new LinkedHashMap<>();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            for (String pair : body.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    form.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            Received one = new Received(
                    exchange.getRequestURI().toString(),
                    form,
                    String.valueOf(exchange.getRequestHeaders().getFirst("X-Twilio-Signature")));
            received.add(one);
            Reply reply = answer.apply(one);
            if (!reply.type().isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", reply.type());
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private List<String> types() {
        return received.stream().map(r -> r.form().get("EventType")).toList();
    }

    @Test
    void everyEventArrivesInOrderSignedAndOnlyOnce() {
        Centre.Team team = centre.team();
        centre.post(team.workspace(), "EventCallbackUrl", url("/events?key=a%20b"));
        team.worker("dave", "Available");
        String task = team.task("{\"a\":1}");
        Centre.await("the reservation", () -> types().contains("reservation.created"));
        List<String> ofTask = received.stream()
                .filter(r -> task.equals(r.form().get("TaskSid")))
                .map(r -> r.form().get("EventType"))
                .toList();
        assertEquals(
                List.of(
                        "workflow.entered",
                        "task-queue.entered",
                        "task.created",
                        "workflow.target-matched",
                        "reservation.created"),
                ofTask.stream().distinct().toList());
        assertEquals(ofTask.size(), ofTask.stream().distinct().count());
        Received created = received.stream()
                .filter(r -> "task.created".equals(r.form().get("EventType")))
                .findFirst()
                .orElseThrow();
        assertTrue(
                new RequestValidator(Centre.TOKEN)
                        .validate(url("/events?key=a%20b"), created.form(), created.signature()),
                "the official validator accepts the signature");
        assertEquals("Task " + task + " created", created.form().get("EventDescription"));
        assertEquals("task", created.form().get("ResourceType"));
        assertEquals(task, created.form().get("ResourceSid"));
        assertEquals("{\"a\":1}", created.form().get("TaskAttributes"));
        assertEquals("support", created.form().get("TaskQueueName"));
        assertEquals("support", created.form().get("WorkflowName"));
        assertEquals(Centre.ACCOUNT, created.form().get("AccountSid"));
        assertTrue(created.form().get("Sid").matches("EV[0-9a-f]{32}"));
        assertEquals(Long.toString(Centre.START.toEpochMilli()), created.form().get("TimestampMs"));
    }

    @Test
    void aFilterLetsOnlyTheChosenEventsThrough() {
        Centre.Team team = centre.team();
        centre.post(
                team.workspace(), "EventCallbackUrl", url("/events"), "EventsFilter", "task.created, task.canceled");
        String task = team.task("{}");
        centre.post(team.workspace() + "/Tasks/" + task, "AssignmentStatus", "canceled", "Reason", "no need");
        Centre.await("two events", () -> received.size() >= 2);
        assertEquals(List.of("task.created", "task.canceled"), types());
        assertEquals("no need", received.getLast().form().get("TaskCanceledReason"));
    }

    @Test
    void aFailingReceiverIsAskedAgainAndTheOrderIsKept() {
        Centre.Team team = centre.team();
        answer = r -> new Reply(received.size() <= 2 ? 503 : 204, "", "");
        centre.post(team.workspace(), "EventCallbackUrl", url("/e"), "EventsFilter", "task.created,task.deleted");
        String task = team.task("{}");
        centre.delete(team.workspace() + "/Tasks/" + task);
        Centre.await("delivery", () -> types().contains("task.deleted"));
        assertEquals(List.of("task.created", "task.created", "task.created", "task.deleted"), types());
    }

    @Test
    void aDeadReceiverHoldsUpNobody() {
        Centre.Team team = centre.team();
        receiver.stop(0);
        centre.post(team.workspace(), "EventCallbackUrl", url("/events"));
        team.worker("dave", "Available");
        for (int i = 0; i < 20; i++) {
            assertTrue(team.task("{}").startsWith("WT"));
        }
    }

    @Test
    void theAnswerAcceptTakesTheReservation() {
        answer = r -> new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        String worker = team.worker("dave", "Available");
        String task = team.task("{\"a\":1}");
        Centre.await(
                "acceptance",
                () -> centre.get(team.workspace() + "/Tasks/" + task)
                        .text("assignment_status")
                        .equals("assigned"));
        Received asked = received.getFirst();
        assertEquals("/assign", asked.path());
        assertEquals(worker, asked.form().get("WorkerSid"));
        assertEquals("dave", asked.form().get("WorkerName"));
        assertEquals(task, asked.form().get("TaskSid"));
        assertEquals("{\"a\":1}", asked.form().get("TaskAttributes"));
        assertEquals("{}", asked.form().get("WorkerAttributes"));
        assertEquals(team.workflow(), asked.form().get("WorkflowSid"));
        assertEquals(team.queue(), asked.form().get("TaskQueueSid"));
        assertEquals("0", asked.form().get("TaskPriority"));
        assertTrue(asked.form().get("ReservationSid").startsWith("WR"));
        assertTrue(new RequestValidator(Centre.TOKEN).validate(url("/assign"), asked.form(), asked.signature()));
        assertFalse(asked.form().containsKey("EventType"));
    }

    @Test
    void theAnswerRejectMovesTheWorker() {
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        String unavailable = centre.activity(team.workspace(), "Unavailable");
        answer = r -> new Reply(
                200,
                "application/json; charset=utf-8",
                "{\"instruction\":\"reject\",\"activity_sid\":\"" + unavailable + "\"}");
        String worker = team.workspace() + "/Workers/" + team.worker("dave", "Available");
        team.task("{}");
        Centre.await("the worker", () -> centre.get(worker).text("activity_sid").equals(unavailable));
    }

    @Test
    void theAnswerDequeueReachesTheVoiceSide() {
        answer = r -> new Reply(
                200,
                "application/json",
                "{\"instruction\":\"dequeue\",\"from\":\"+15550001000\",\"timeout\":20,"
                        + "\"status_callback_events\":\"initiated,completed\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        team.worker("dave", "Available");
        team.task("{\"call_sid\":\"CA1\"}");
        Centre.await("the instruction", () -> !centre.calls.instructions.isEmpty());
        Instruction.Dequeue dequeue = (Instruction.Dequeue) centre.calls.instructions.getFirst();
        assertEquals("+15550001000", dequeue.options().text("From"));
        assertEquals(20, dequeue.options().integer("Timeout"));
        assertEquals(List.of("initiated", "completed"), dequeue.options().list("StatusCallbackEvent"));
    }

    @Test
    void aBadAnswerIsLoggedAndTheFallbackAsked() {
        answer = r -> r.path().equals("/assign")
                ? new Reply(200, "text/html", "<p>sorry</p>")
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team =
                centre.team("AssignmentCallbackUrl", url("/assign"), "FallbackAssignmentCallbackUrl", url("/fallback"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await(
                "acceptance",
                () -> centre.get(team.workspace() + "/Tasks/" + task)
                        .text("assignment_status")
                        .equals("assigned"));
        Received fallback = received.getLast();
        assertEquals("40000", fallback.form().get("ErrorCode"));
        assertEquals(url("/assign"), fallback.form().get("ErrorUrl"));
        assertEquals(
                "40000",
                centre.get("/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Notifications.json")
                        .json()
                        .path("notifications")
                        .path(0)
                        .path("error_code")
                        .asText());
    }

    @Test
    void anEmptyAnswerLeavesTheReservationPending() {
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await("the request", () -> !received.isEmpty());
        assertEquals("reserved", centre.get(team.workspace() + "/Tasks/" + task).text("assignment_status"));
    }

    @Test
    void anUnreachableCallbackCancelsTheReservation() {
        int dead = receiver.getAddress().getPort();
        receiver.stop(0);
        Centre.Team team = centre.team("AssignmentCallbackUrl", "http://127.0.0.1:" + dead + "/assign");
        team.worker("dave", "Available");
        String task = team.task("{}");
        String list = team.workspace() + "/Tasks/" + task + "/Reservations?ReservationStatus=canceled";
        Centre.await(
                "cancellation",
                () -> !centre.get(list).json().path("reservations").isEmpty());
    }

    @Test
    void addressesThatHandOutSecretsAreNeverAsked() {
        Centre.Team team = centre.team("AssignmentCallbackUrl", "http://169.254.169.254/latest/meta-data");
        team.worker("dave", "Available");
        team.task("{}");
        Centre.await(
                "the alert",
                () -> centre.get("/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Notifications.json")
                        .http()
                        .body()
                        .contains("may not reach"));
    }
}
