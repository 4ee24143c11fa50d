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
            if (reply.status() / 100 == 3) {
                exchange.getResponseHeaders().add("Location", reply.body());
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

    private String alerts() {
        return centre.get("/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Notifications.json")
                .http()
                .body();
    }

    private boolean hasAlert(int code) {
        return alerts().contains("\"error_code\":\"" + code + "\"");
    }

    @Test
    void theFragmentOfAnAddressSaysHowOftenItIsAskedAndIsNotSent() {
        answer = r -> received.size() < 3
                ? new Reply(503, "", "")
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign?x=1") + "#rc=3&rp=5xx,ct&ct=2000&tt=15000");
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await(
                "acceptance at the third attempt",
                () -> centre.get(team.workspace() + "/Tasks/" + task)
                        .text("assignment_status")
                        .equals("assigned"));
        assertEquals(List.of("/assign?x=1", "/assign?x=1", "/assign?x=1"), received.stream().map(Received::path).toList());
        assertTrue(
                new RequestValidator(Centre.TOKEN)
                        .validate(url("/assign?x=1"), received.getLast().form(), received.getLast().signature()),
                "signed without the fragment");
    }

    @Test
    void redirectsAreFollowedAndSignedForWhereTheyLead() {
        answer = r -> r.path().equals("/assign")
                ? new Reply(307, "", url("/elsewhere"))
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await(
                "acceptance",
                () -> centre.get(team.workspace() + "/Tasks/" + task)
                        .text("assignment_status")
                        .equals("assigned"));
        Received last = received.getLast();
        assertEquals("/elsewhere", last.path());
        assertEquals(task, last.form().get("TaskSid"), "a 307 keeps method and parameters");
        assertTrue(new RequestValidator(Centre.TOKEN).validate(url("/elsewhere"), last.form(), last.signature()));
    }

    @Test
    void aConnectionSettingThatCannotBeReadIsReportedAndItsDefaultUsed() {
        answer = r -> new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign") + "#rc=99&colour=red&rp=never&ct");
        team.worker("dave", "Available");
        team.task("{}");
        Centre.await("the request", () -> !received.isEmpty());
        Centre.await("all four", () -> hasAlert(11240) && hasAlert(11241) && hasAlert(11242) && hasAlert(11243));
    }

    @Test
    void theFragmentLimitsTheWaitForAnAnswer() {
        var slow = new java.util.concurrent.CountDownLatch(1);
        answer = r -> {
            if (r.path().equals("/fallback")) {
                return new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
            }
            try {
                slow.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return new Reply(204, "", "");
        };
        Centre.Team team = centre.team(
                "AssignmentCallbackUrl", url("/assign") + "#tt=200", "FallbackAssignmentCallbackUrl", url("/fallback"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await(
                "acceptance by the fallback",
                () -> centre.get(team.workspace() + "/Tasks/" + task)
                        .text("assignment_status")
                        .equals("assigned"));
        slow.countDown();
    }

    @Test
    void aKnownWorkerWhoIsNoneIsReported() {
        Centre.Team team = centre.team();
        String elsewhere = centre.workspace("FriendlyName", "elsewhere");
        String stranger = centre.post(elsewhere + "/Workers", "FriendlyName", "eve").sid();
        String nobody = centre.post(team.workspace() + "/TaskQueues", "FriendlyName", "nobody", "TargetWorkers", "1==2")
                .sid();
        String dave = team.worker("dave", "Offline");
        String flow = centre.post(
                        team.workspace() + "/Workflows",
                        "FriendlyName",
                        "known",
                        "Configuration",
                        "{\"task_routing\":{\"filters\":[{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"" + nobody
                                + "\",\"known_worker_sid\":\"task.wanted\"}]}]}}")
                .sid();
        String tasks = team.workspace() + "/Tasks";
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{}").sid();
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"" + dave + "\"}").sid();
        Centre.await("40152, not in the queue", () -> hasAlert(40152));
        assertFalse(hasAlert(40154), "a missing reference is no mistake");
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"somebody\"}").sid();
        Centre.await("40154, no worker", () -> hasAlert(40154));
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"" + stranger + "\"}").sid();
        Centre.await("40155, of another workspace", () -> hasAlert(40155));
    }

    @Test
    void anInstructionThatCannotBeCarriedOutHasTheCodeOfItsFault() {
        Map<String, Integer> faults = new LinkedHashMap<>();
        faults.put("{\"instruction\":\"reject\",\"activity_sid\":\"WA1\"}", 40100);
        faults.put("{\"instruction\":\"call\",\"url\":\"http://x.example/\"}", 40111);
        faults.put("{\"instruction\":\"call\",\"from\":\"+15550001000\",\"url\":\"x\"}", 40112);
        faults.put("{\"instruction\":\"redirect\",\"call_sid\":\"CA" + "0".repeat(32) + "\",\"url\":\"x\"}", 40120);
        faults.put("{\"instruction\":\"redirect\",\"call_sid\":\"x\",\"url\":\"http://x.example/\"}", 40121);
        faults.put("{\"instruction\":\"dequeue\",\"post_work_activity_sid\":\"WA1\"}", 40130);
        faults.put("{\"instruction\":\"dequeue\",\"status_callback_events\":\"dancing\"}", 40134);
        faults.put("{\"instruction\":\"dequeue\",\"status_callback_url\":\"x\"}", 40157);
        faults.put("{\"instruction\":\"conference\",\"post_work_activity_sid\":\"WA1\"}", 40139);
        faults.put("{\"instruction\":\"conference\"}", 40142);
        faults.put("{\"instruction\":\"conference\",\"status_callback\":\"x\"}", 40159);
        faults.put("{\"instruction\":\"dance\"}", 55555);
        faults.put("{\"to\":\"client:dave\"}", 40005);
        Centre.Team team = centre.team("AssignmentCallbackUrl", url("/assign"));
        answer = r -> new Reply(
                200, "application/json", Centre.unquoted(r.form().get("TaskAttributes"), "answer"));
        faults.forEach((text, code) -> {
            String worker = team.worker("worker" + code, "Available");
            String task = centre.post(
                            team.workspace() + "/Tasks",
                            "WorkflowSid",
                            team.workflow(),
                            "Attributes",
                            Centre.JSON.createObjectNode().put("answer", text).toString())
                    .sid();
            Centre.await(code + " for " + text, () -> hasAlert(code));
            centre.delete(team.workspace() + "/Tasks/" + task);
            centre.post(
                    team.workspace() + "/Workers/" + worker,
                    "ActivitySid",
                    centre.activity(team.workspace(), "Offline"));
        });
    }
}
