package org.cordboard.apps.simplecontactcentre;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioSystem;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimpleContactCentreTest {
    private FakePlatform fake;
    private Webhooks web;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        var server = Webhooks.server();
        var workspace = Centre.of(fake.platform().client(), "WS1");
        var centre = new CentreSetup(workspace, "WW1", "WAwrap", "+15550001020", "charles");
        new SimpleContactCentre(server, centre, List.of("+15550077")).routes();
        web = new Webhooks(server);
    }

    @AfterEach
    void stop() {
        web.close();
        fake.close();
    }

    @Test
    void aCallThatEndedCompletesItsTask() throws Exception {
        fake.answers("POST /v1/Workspaces/WS1/Tasks/WT1", 200, "{\"sid\":\"WT1\"}");
        web.post("/call-ended", Map.of("TaskSid", "WT1", "CallStatus", "no-answer"));
        assertTrue(fake.requests().isEmpty());
        web.post("/call-ended", Map.of("TaskSid", "WT1", "CallStatus", "completed"));
        assertEquals("completed", fake.requests().getFirst().get("AssignmentStatus"));
    }

    @Test
    void theCallerIsAskedForALanguageAgainAndAgain() throws Exception {
        var twiml = web.post("/incoming-call", Map.of("CallSid", "CA1"));
        assertTrue(twiml.contains("action=\"" + Webhooks.PUBLIC + "/enqueue-call\""), twiml);
        assertTrue(twiml.contains("numDigits=\"1\""), twiml);
        assertTrue(twiml.contains("For Hindi, press 2"), twiml);
        assertTrue(twiml.contains("<Redirect>" + Webhooks.PUBLIC + "/incoming-call</Redirect>"), twiml);
    }

    @Test
    void theKeyBecomesTheTasksLanguage() throws Exception {
        var twiml = web.post("/enqueue-call", Map.of("Digits", "2", "From", "+15550001"));
        assertTrue(twiml.contains("workflowSid=\"WW1\""), twiml);
        assertTrue(twiml.contains("waitUrlMethod=\"GET\""), twiml);
        assertTrue(twiml.contains("<Task priority=\"0\">{\"selected_language\":\"hindi\"}</Task>"), twiml);
    }

    @Test
    void someCallersAreServedBeforeAllOthers() throws Exception {
        assertTrue(web.post("/enqueue-call", Map.of("Digits", "1", "From", "+15550077"))
                .contains("priority=\"10\""));
    }

    @Test
    void aWrongKeyGetsTheMenuAgain() throws Exception {
        assertTrue(web.post("/enqueue-call", Map.of("Digits", "9")).contains("<Gather"));
    }

    @Test
    void theWorkerIsDialledAndWrapsUpAfterwards() throws Exception {
        var instruction = Json.tree(web.post("/assignment-callback", Map.of("TaskSid", "WT1")));
        assertEquals("dequeue", instruction.path("instruction").asText());
        assertEquals("+15550001020", instruction.path("from").asText());
        assertEquals("WAwrap", instruction.path("post_work_activity_sid").asText());
    }

    @Test
    void onlyAgentsGoOnDutyByText() throws Exception {
        fake.answers("GET /v1/Workspaces/WS1/Workers", 200, """
                        {"workers":[{"sid":"WK1","friendly_name":"dave","activity_name":"Offline",
                          "attributes":"{\\"contact_uri\\":\\"+15550009\\"}"}],"meta":{"key":"workers"}}""")
                .answers("GET /v1/Workspaces/WS1/Activities", 200, """
                        {"activities":[{"sid":"WA1","friendly_name":"Available"}],"meta":{"key":"activities"}}""")
                .answers("POST /v1/Workspaces/WS1/Workers/WK1", 200, "{\"sid\":\"WK1\"}");
        var stranger = web.post("/incoming-message", Map.of("From", "+15550001", "Body", "on"));
        assertTrue(stranger.contains("Only its agents"), stranger);
        assertTrue(fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").isEmpty());
        var agent = web.post("/incoming-message", Map.of("From", "+15550009", "Body", " On "));
        assertTrue(agent.contains("<Message>dave, you are on duty"), agent);
        assertEquals("WA1", fake.requests("POST /v1/Workspaces/WS1/Workers/WK1").getFirst().get("ActivitySid"));
    }

    @Test
    void aCallerWhoWaitsInVainIsToldOneWhoGaveUpIsOnlyCounted() throws Exception {
        var call = "POST /2010-04-01/Accounts/" + FakePlatform.ACCOUNT + "/Calls/CA1.json";
        fake.answers(call, 200, "{\"sid\":\"CA1\"}");
        var canceled = Map.of(
                "EventType", "task.canceled",
                "TaskAttributes", "{\"call_sid\":\"CA1\",\"from\":\"+15550001\"}");
        web.post("/events", with(canceled, "TaskCanceledReason", "hangup"));
        assertTrue(fake.requests(call).isEmpty());
        web.post("/events", with(canceled, "TaskCanceledReason", "Target skipped"));
        assertTrue(fake.requests(call).getFirst().get("Twiml").contains("Nobody is on duty"));
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        var more = new java.util.HashMap<>(form);
        more.put(name, value);
        return more;
    }

    @Test
    void theTuneIsEightSecondsOfTelephoneAudio() throws Exception {
        var audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(Tune.wav()));
        assertEquals(8_000, audio.getFormat().getSampleRate());
        assertEquals(8, audio.getFrameLength() / audio.getFormat().getFrameRate());
    }
}
