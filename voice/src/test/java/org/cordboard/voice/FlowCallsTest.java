package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.voice.flowrun.FlowAddress;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Flows that REST starts, web requests inside a flow, and ends of calls as flows hear of them.
@Timeout(60)
class FlowCallsTest {
    private static final Duration SOON = House.PATIENCE;
    private static final FlowSid FLOW = new FlowSid("FW" + "3".repeat(32));

    private House house;

    @BeforeEach
    void build() throws Exception {
        house = new House();
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    private FlowRevision flow(String states) {
        var now = Instant.now();
        var definition =
                "{\"description\":\"t\",\"initial_state\":\"Trigger\",\"flags\":{\"allow_concurrent_calls\":true},"
                        + "\"states\":[" + states + "]}";
        var revision = new FlowRevision(FLOW, 1, "Test", "published", definition, null, true, now, now);
        house.put(new Flow(FLOW, house.account.sid(), "Test", 1, 1, List.of(), now, now), revision);
        house.number(
                House.NUMBER,
                Map.of("voice_url", new FlowAddress(house.account.sid(), FLOW).url("http://cordboard.test")));
        return revision;
    }

    private static String trigger(String call, String request) {
        return "{\"name\":\"Trigger\",\"type\":\"trigger\",\"properties\":{\"offset\":{\"x\":0,\"y\":0}},\"transitions\":["
                + "{\"event\":\"incomingMessage\"},{\"event\":\"incomingCall\"" + next(call)
                + "},{\"event\":\"incomingRequest\"" + next(request) + "}]}";
    }

    private static String next(String state) {
        return state.isEmpty() ? "" : ",\"next\":\"" + state + "\"";
    }

    private static String say(String name, String text, String then) {
        return "{\"name\":\"" + name + "\",\"type\":\"say-play\",\"properties\":{\"say\":\"" + text + "\",\"loop\":1,"
                + "\"offset\":{\"x\":0,\"y\":0}},\"transitions\":[{\"event\":\"audioComplete\"" + next(then) + "}]}";
    }

    @Test
    void aFlowStartedByRestCallsTheContactAndSpeaks() throws Exception {
        var revision = flow(trigger("", "call")
                + ",{\"name\":\"call\",\"type\":\"make-outgoing-call-v2\",\"properties\":{\"to\":\"{{contact.channel.address}}\","
                + "\"from\":\"{{flow.channel.address}}\",\"timeout\":30,\"offset\":{\"x\":0,\"y\":0}},\"transitions\":["
                + "{\"event\":\"answered\",\"next\":\"hello\"},{\"event\":\"busy\"},{\"event\":\"noAnswer\"},{\"event\":\"failed\"}]},"
                + say("hello", "Hello {{flow.data.name}}", ""));
        try (var dave = house.registered("dave")) {
            var started = house.voice
                    .flowCalls()
                    .start(house.account, revision, "client:dave", House.NUMBER, "{\"name\":\"Dave, how are you\"}");
            assertEquals("active", started.status());
            var answered = dave.rings().answer();
            assertTrue(Ears.within(SOON, () -> answered.ears.tone(House.SPEECH)));
            assertEquals(200, answered.end(SOON));
            house.eventually(Execution.class, e -> e.status().equals("ended"));
            house.eventually(ExecutionStep.class, s -> s.name().equals("answered"));
        }
    }

    @Test
    void anExecutionThatIsEndedStopsThePhoneItLetsRing() throws Exception {
        var revision = flow(trigger("", "call")
                + ",{\"name\":\"call\",\"type\":\"make-outgoing-call-v2\",\"properties\":{\"to\":\"{{contact.channel.address}}\","
                + "\"from\":\"{{flow.channel.address}}\",\"timeout\":60,\"offset\":{\"x\":0,\"y\":0}},\"transitions\":["
                + "{\"event\":\"answered\"},{\"event\":\"busy\"},{\"event\":\"noAnswer\"},{\"event\":\"failed\"}]}");
        try (var dave = house.registered("dave")) {
            var started = house.voice.flowCalls().start(house.account, revision, "client:dave", House.NUMBER, null);
            var ringing = dave.rings();
            assertEquals("ended", house.voice.flowCalls().end(started.sid()).status());
            assertTrue(ringing.canceledWithin(SOON));
            house.eventually(Call.class, c -> c.status() == CallStatus.CANCELED);
        }
        var steps = house.engine.read(view -> view.records(ExecutionStep.class));
        assertEquals(List.of("incomingRequest"), steps.stream().map(ExecutionStep::name).toList());
    }

    @Test
    void aFlowAsksAWebServiceWhileTheCallerWaits() throws Exception {
        house.page("/service", _ -> "{\"ok\":true}");
        flow(trigger("ask", "")
                + ",{\"name\":\"ask\",\"type\":\"make-http-request\",\"properties\":{\"method\":\"GET\",\"url\":\""
                + house.url("/service") + "\",\"content_type\":\"application/x-www-form-urlencoded;charset=utf-8\","
                + "\"offset\":{\"x\":0,\"y\":0}},\"transitions\":[{\"event\":\"success\",\"next\":\"said\"},{\"event\":\"failed\"}]},"
                + say("said", "The service has answered", ""));
        try (var caller = new TestPhone("+15557770001")) {
            var call = caller.call(house.sip(), House.NUMBER);
            call.dialog();
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
            house.next("/service");
            assertEquals(200, call.end(SOON));
        }
        var steps = house.engine.read(view -> view.records(ExecutionStep.class));
        assertEquals(
                List.of("incomingCall", "success", "audioComplete"),
                steps.stream().map(ExecutionStep::name).toList());
    }

    @Test
    void aCallerWhoHangsUpInAPromptEndsTheExecution() throws Exception {
        flow(trigger("said", "") + "," + say("said", "A very long sentence ".repeat(20), "said2") + ","
                + say("said2", "x", ""));
        try (var caller = new TestPhone("+15557770001")) {
            var call = caller.call(house.sip(), House.NUMBER);
            call.dialog();
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
            call.hangUp();
            house.eventually(Execution.class, e -> e.status().equals("ended"));
            house.eventually(ExecutionStep.class, s -> "Ended".equals(s.transitionedTo()));
            house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
            assertTrue(Ears.within(SOON, () -> house.voice.flows().active() == 0));
        }
    }
}
