package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.cordboard.api.Receiver.Received;
import org.cordboard.api.Receiver.Reply;
import org.cordboard.api.ports.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Assignment callbacks and their instructions against a real receiver: F61 to F65, F68, F69, F177.
@Timeout(60)
class AssignmentCallbackTest {
    private Centre centre;
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        centre = new Centre();
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
        centre.close();
    }

    private void awaitAssigned(Centre.Team team, String task) {
        Centre.await("acceptance", () -> centre.get(team.workspace() + "/Tasks/" + task)
                .text("assignment_status")
                .equals("assigned"));
    }

    @Test
    void theAnswerAcceptTakesTheReservation() {
        receiver.answer = r -> new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
        String worker = team.worker("dave", "Available");
        String task = team.task("{\"a\":1}");
        awaitAssigned(team, task);
        Received asked = receiver.received.getFirst();
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
        assertTrue(new RequestValidator(Centre.TOKEN).validate(receiver.url("/assign"), asked.form(), asked.signature()));
        assertFalse(asked.form().containsKey("EventType"));
    }

    @Test
    void theAnswerRejectMovesTheWorker() {
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
        String unavailable = centre.activity(team.workspace(), "Unavailable");
        receiver.answer = r -> new Reply(
                200,
                "application/json; charset=utf-8",
                "{\"instruction\":\"reject\",\"activity_sid\":\"" + unavailable + "\"}");
        String worker = team.workspace() + "/Workers/" + team.worker("dave", "Available");
        team.task("{}");
        Centre.await("the worker", () -> centre.get(worker).text("activity_sid").equals(unavailable));
    }

    @Test
    void theAnswerDequeueReachesTheVoiceSide() {
        receiver.answer = r -> new Reply(
                200,
                "application/json",
                "{\"instruction\":\"dequeue\",\"from\":\"+15550001000\",\"timeout\":20,"
                        + "\"status_callback_events\":\"initiated,completed\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
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
        receiver.answer = r -> r.path().equals("/assign")
                ? new Reply(200, "text/html", "<p>sorry</p>")
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team =
                centre.team("AssignmentCallbackUrl", receiver.url("/assign"), "FallbackAssignmentCallbackUrl", receiver.url("/fallback"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        awaitAssigned(team, task);
        Received fallback = receiver.received.getLast();
        assertEquals("40000", fallback.form().get("ErrorCode"));
        assertEquals(receiver.url("/assign"), fallback.form().get("ErrorUrl"));
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
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        Centre.await("the request", () -> !receiver.received.isEmpty());
        assertEquals("reserved", centre.get(team.workspace() + "/Tasks/" + task).text("assignment_status"));
    }

    @Test
    void anUnreachableCallbackCancelsTheReservation() {
        int dead = receiver.port();
        receiver.close();
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

    @Test
    void theFragmentOfAnAddressSaysHowOftenItIsAskedAndIsNotSent() {
        receiver.answer = r -> receiver.received.size() < 3
                ? new Reply(503, "", "")
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign?x=1") + "#rc=3&rp=5xx,ct&ct=2000&tt=15000");
        team.worker("dave", "Available");
        String task = team.task("{}");
        awaitAssigned(team, task);
        assertEquals(List.of("/assign?x=1", "/assign?x=1", "/assign?x=1"), receiver.received.stream().map(Received::path).toList());
        assertTrue(
                new RequestValidator(Centre.TOKEN)
                        .validate(receiver.url("/assign?x=1"), receiver.received.getLast().form(), receiver.received.getLast().signature()),
                "signed without the fragment");
    }

    @Test
    void redirectsAreFollowedAndSignedForWhereTheyLead() {
        receiver.answer = r -> r.path().equals("/assign")
                ? new Reply(307, "", receiver.url("/elsewhere"))
                : new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        awaitAssigned(team, task);
        Received last = receiver.received.getLast();
        assertEquals("/elsewhere", last.path());
        assertEquals(task, last.form().get("TaskSid"), "a 307 keeps method and parameters");
        assertTrue(new RequestValidator(Centre.TOKEN).validate(receiver.url("/elsewhere"), last.form(), last.signature()));
    }

    @Test
    void aConnectionSettingThatCannotBeReadIsReportedAndItsDefaultUsed() {
        receiver.answer = r -> new Reply(200, "application/json", "{\"instruction\":\"accept\"}");
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign") + "#rc=99&colour=red&rp=never&ct");
        team.worker("dave", "Available");
        team.task("{}");
        Centre.await("the request", () -> !receiver.received.isEmpty());
        Centre.await("all four", () -> centre.hasAlert(11240) && centre.hasAlert(11241) && centre.hasAlert(11242) && centre.hasAlert(11243));
    }

    @Test
    void theFragmentLimitsTheWaitForAnAnswer() {
        var slow = new CountDownLatch(1);
        receiver.answer = r -> {
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
                "AssignmentCallbackUrl", receiver.url("/assign") + "#tt=200", "FallbackAssignmentCallbackUrl", receiver.url("/fallback"));
        team.worker("dave", "Available");
        String task = team.task("{}");
        awaitAssigned(team, task);
        slow.countDown();
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
        Centre.Team team = centre.team("AssignmentCallbackUrl", receiver.url("/assign"));
        receiver.answer = r -> new Reply(
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
            Centre.await(code + " for " + text, () -> centre.hasAlert(code));
            centre.delete(team.workspace() + "/Tasks/" + task);
            centre.post(
                    team.workspace() + "/Workers/" + worker,
                    "ActivitySid",
                    centre.activity(team.workspace(), "Offline"));
        });
    }
}
