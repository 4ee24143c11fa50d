package org.cordboard.apps.callworkflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.cordboard.apps.web.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CallWorkFlowTest {
    private static final String QUEUES = " /2010-04-01/Accounts/" + FakePlatform.ACCOUNT + "/Queues";
    private static final String MEMBER = "POST" + QUEUES + "/QU1/Members/CAin.json";

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:59:59Z, false",
        "2026-11-20T09:00:00Z, true",
        "2026-11-20T17:00:00Z, true",
        "2026-11-20T17:00:01Z, false",
        "2026-11-21T12:00:00Z, false"
    })
    void officeHoursEndOnFridayEvening(String now, boolean open) {
        var hours = BusinessHours.parse("10:00-18:00", ZoneId.of("Europe/Berlin"));
        assertEquals(open, hours.open(Instant.parse(now)));
    }

    @Test
    void weekendsCountWhereTheyAreNamed() {
        var saturday = Instant.parse("2026-11-21T12:00:00Z");
        assertTrue(BusinessHours.parse("08:00-18:00 every day", ZoneId.of("UTC")).open(saturday));
        assertTrue(BusinessHours.parse("always", ZoneId.of("UTC")).open(saturday));
        assertThrows(MissingSetting.class, () -> BusinessHours.parse("8-18", ZoneId.of("UTC")));
    }

    @Test
    void aCallerWhoseWorkflowTimedOutGoesToTheVoicemailAndOthersDoNot() throws Exception {
        try (var fake = new FakePlatform()) {
            fake.answers(MEMBER, 200, "{\"call_sid\":\"CAin\"}")
                    .answers("GET" + QUEUES + ".json", 200, """
                            {"queues":[{"sid":"QU0","friendly_name":"WW0"},{"sid":"QU1","friendly_name":"WW1"}]}""");
            var hours = BusinessHours.parse("08:00-18:00", ZoneId.of("UTC"));
            var clock = InstantSource.fixed(Instant.parse("2026-11-20T20:00:00Z"));
            var server = Webhooks.server();
            new CallWorkFlow(fake.platform(), hours, clock, "https://flows.example.org/FW1").routes(server);
            try (var web = new Webhooks(server)) {
                assertEquals("{\"open\":false}", web.get("/business-hours").body());
                web.post("/events", canceled("hangup"));
                web.post("/events", Map.of("EventType", "task.created", "TaskAttributes", "{}"));
                assertTrue(fake.requests(MEMBER).isEmpty());
                web.post("/events", canceled("Task canceled on Workflow timeout"));
                assertEquals("https://flows.example.org/FW1", fake.requests(MEMBER).getFirst().get("Url"));
            }
        }
    }

    private static Map<String, String> canceled(String reason) {
        return Map.of(
                "EventType", "task.canceled",
                "TaskSid", "WT1",
                "WorkflowSid", "WW1",
                "TaskCanceledReason", reason,
                "TaskAttributes", "{\"call_sid\":\"CAin\"}");
    }

    @ParameterizedTest
    @CsvSource({"writers-ivr.json", "voicemail.json"})
    void everyTransitionOfAFlowLeadsToAWidgetThatExists(String name) {
        var flow = Json.tree(Resources.text(CallWorkFlow.class, name));
        var names = new HashSet<String>();
        flow.path("states").forEach(state -> assertTrue(names.add(state.path("name").asText())));
        assertTrue(names.contains(flow.path("initial_state").asText()));
        for (var state : flow.path("states")) {
            for (var transition : state.path("transitions")) {
                assertFalse(
                        transition.has("next") && !names.contains(transition.path("next").asText()),
                        transition.toString());
            }
        }
    }
}
