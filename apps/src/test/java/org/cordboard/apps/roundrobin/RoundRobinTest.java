package org.cordboard.apps.roundrobin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundRobinTest {
    private static final String TASK = "POST /v1/Workspaces/WS1/Tasks/WT1";
    private static final String RESERVATION = TASK + "/Reservations/WR1";

    private FakePlatform fake;
    private Webhooks web;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        fake.answers(TASK, 200, "{\"sid\":\"WT1\"}").answers(RESERVATION, 200, "{\"sid\":\"WR1\"}");
        var server = Webhooks.server();
        new RoundRobin(fake.platform().client(), "WS1", "+15550001050", server).routes();
        web = new Webhooks(server);
    }

    @AfterEach
    void stop() {
        web.close();
        fake.close();
    }

    @Test
    void theAssignmentIsToDequeueToTheWorker() throws Exception {
        var instruction = Json.tree(web.post("/assignment-callback", Map.of("TaskSid", "WT1")));
        assertEquals("dequeue", instruction.path("instruction").asText());
        assertEquals("+15550001050", instruction.path("from").asText());
        assertEquals(Webhooks.PUBLIC + "/status-callback", instruction.path("status_callback_url").asText());
    }

    private void status(String status) throws Exception {
        web.post(
                "/status-callback", Map.of("TaskSid", "WT1", "ReservationSid", "WR1", "CallStatus", status));
    }

    @Test
    void aGoodCallCompletesTheTask() throws Exception {
        status("completed");
        assertEquals("completed", fake.requests(TASK).getFirst().get("AssignmentStatus"));
        assertTrue(fake.requests(RESERVATION).isEmpty());
    }

    @Test
    void aCallNobodyTookGoesToTheNextWorker() throws Exception {
        status("no-answer");
        assertEquals("rejected", fake.requests(RESERVATION).getFirst().get("ReservationStatus"));
        assertTrue(fake.requests(TASK).isEmpty());
    }

    @Test
    void aReservationThatHasGoneOnIsNoFailure() throws Exception {
        fake.answers(RESERVATION, 400, "{\"code\":40000,\"message\":\"canceled\",\"status\":400}");
        status("busy");
        assertEquals(1, fake.requests(RESERVATION).size());
    }

    @Test
    void waitingCallersAreSpokenToInJapanese() throws Exception {
        var answer = web.get(
                "/wait-url", "X-Twilio-Signature", Webhooks.signature(Webhooks.PUBLIC + "/wait-url", Map.of()));
        assertTrue(answer.body().contains("language=\"ja-JP\""));
        assertTrue(answer.body().contains("オペレーターにお繋ぎしております"));
    }
}
