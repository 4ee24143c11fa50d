package org.cordboard.apps.amdtaskrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AmdTaskRouterTest {
    private static final String CALLS = "POST /2010-04-01/Accounts/" + FakePlatform.ACCOUNT + "/Calls";
    private static final String RESERVATION = "POST /v1/Workspaces/WS1/Tasks/WT1/Reservations/WR1";
    private static final String OUTBOUND = "/outbound?task=WT1&reservation=WR1";
    private static final AmdSetup CENTRE =
            new AmdSetup("WS1", "WW1", "WAidle", "WAoffline", "WAaside", "charles", "+15550001040");

    private FakePlatform fake;
    private Webhooks web;
    private Agents agents;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        fake.answers(CALLS + ".json", 201, "{\"sid\":\"CAout\",\"status\":\"queued\"}")
                .answers(CALLS + "/*.json", 200, "{\"sid\":\"CAout\"}")
                .answers(RESERVATION, 200, "{\"sid\":\"WR1\",\"reservation_status\":\"rejected\"}")
                .answers("POST /v1/Workspaces/WS1/Tasks/WT1", 200, "{\"sid\":\"WT1\"}")
                .answers("POST /v1/Workspaces/WS1/Workers/*", 200, "{\"sid\":\"WK1\"}");
        var client = fake.platform().client();
        var server = Webhooks.server();
        agents = new Agents(client, CENTRE, 0);
        var assignments = new Assignments(client, CENTRE, new OutboundCalls(client, server, "+15550001040"));
        new AmdTaskRouter(server, CENTRE, agents, assignments).routes();
        web = new Webhooks(server);
    }

    @AfterEach
    void stop() {
        agents.close();
        web.close();
        fake.close();
    }

    private void assigned() throws Exception {
        assertEquals("{}", web.post("/assign", Map.of(
                "TaskSid", "WT1",
                "ReservationSid", "WR1",
                "WorkerAttributes", "{\"phone\":\"+15550009\"}",
                "TaskAttributes", "{\"caller_id\":\"+15550001\"}")));
    }

    private String answeredBy(String who) throws Exception {
        return web.post(OUTBOUND, Map.of("CallStatus", "in-progress", "AnsweredBy", who));
    }

    @Test
    void aCallerIsQueuedWithTheNumberInTheTask() throws Exception {
        var twiml = web.post("/incoming", Map.of("CallSid", "CAin", "From", "+15550001"));
        assertTrue(twiml.contains("<Enqueue workflowSid=\"WW1\"><Task>{\"caller_id\":\"+15550001\"}</Task>"), twiml);
    }

    @Test
    void theReservedAgentIsRungWithMachineDetection() throws Exception {
        assigned();
        var call = fake.requests(CALLS + ".json").getFirst();
        assertEquals("+15550009", call.get("To"));
        assertEquals("+15550001040", call.get("From"));
        assertEquals("Enable", call.get("MachineDetection"));
        assertEquals(Webhooks.PUBLIC + OUTBOUND, call.get("Url"));
    }

    @Test
    void aPersonIsJoinedWithTheCallerOfTheReservation() throws Exception {
        assigned();
        var twiml = answeredBy("human");
        assertTrue(twiml.contains("reservationSid=\"WR1\""), twiml);
        assertTrue(twiml.contains("postWorkActivitySid=\"WAaside\""), twiml);
        assertTrue(fake.requests(RESERVATION).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"machine_start", "fax"})
    void aMachineIsHungUpAndTheNextAgentIsTried(String who) throws Exception {
        assigned();
        assertTrue(answeredBy(who).contains("<Hangup/>"));
        rejected();
    }

    @ParameterizedTest
    @CsvSource({"busy", "no-answer", "failed"})
    void anAgentWhoIsNotReachedIsSetAside(String status) throws Exception {
        assigned();
        web.post(OUTBOUND, Map.of("CallStatus", status, "CallbackSource", "call-progress-events"));
        rejected();
    }

    @Test
    void aPhoneThatCannotBeRungIsSetAside() throws Exception {
        fake.answers(CALLS + ".json", 400, "{\"code\":21211,\"message\":\"invalid To\",\"status\":400}");
        assigned();
        rejected();
    }

    private void rejected() {
        var request = fake.requests(RESERVATION).getFirst();
        assertEquals("rejected", request.get("ReservationStatus"));
        assertEquals("WAaside", request.get("WorkerActivitySid"));
    }

    @Test
    void aCanceledTaskTakesThePendingCallAlong() throws Exception {
        assigned();
        web.post("/trevents", Map.of("EventType", "task.canceled", "TaskSid", "WT1"));
        assertEquals("completed", fake.requests(CALLS + "/CAout.json").getFirst().get("Status"));
        web.post("/trevents", Map.of("EventType", "task.canceled", "TaskSid", "WT1"));
        assertEquals(1, fake.requests(CALLS + "/CAout.json").size());
    }

    @Test
    void aTaskInWrappingIsCompleted() throws Exception {
        web.post("/trevents", Map.of("EventType", "task.wrapup", "TaskSid", "WT1"));
        var request = fake.requests("POST /v1/Workspaces/WS1/Tasks/WT1").getFirst();
        assertEquals("completed", request.get("AssignmentStatus"));
    }

    @Test
    void anAgentSetAsideComesBackAfterTheTimer() throws Exception {
        web.post("/trevents", Map.of(
                "EventType", "worker.activity.update",
                "WorkerSid", "WK1",
                "WorkerName", "charles",
                "WorkerActivityName", "Temporarily Unavailable"));
        while (fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").isEmpty()) {
            LockSupport.parkNanos(5_000_000); // until the timer has run; the test's time limit ends it
        }
        var request = fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").getFirst();
        assertEquals("WAidle", request.get("ActivitySid"));
    }
}
