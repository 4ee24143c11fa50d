package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that REST makes, moves and ends.
@Timeout(60)
class LiveCallsTest {
    private static final Duration SOON = House.PATIENCE;

    private House house;
    private TestPhone dave;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        dave = house.registered("dave");
        house.page("/voice", _ -> "<Response><Say>You are called by a machine</Say><Pause length='20'/></Response>");
        house.page("/events", _ -> "");
    }

    @AfterEach
    void tearDown() {
        dave.close();
        house.close();
    }

    private Call create(Map<String, List<String>> options) {
        var twiml = new Twiml.Fetched(house.url("/voice"), HttpMethod.POST, null);
        return house.voice.calls().create(house.account, "client:dave", House.NUMBER, twiml, new Options(options));
    }

    @Test
    void aCallMadeByRestReportsEachOfItsEventsInOrder() throws Exception {
        var call = create(Map.of(
                "StatusCallback", List.of(house.url("/events")),
                "StatusCallbackEvent", List.of("initiated", "ringing", "answered", "completed"),
                "SendDigits", List.of("w12")));
        assertEquals("outbound-api", call.direction());
        var answered = dave.rings().answer();
        assertTrue(Ears.within(SOON, () -> answered.keys.contains('2')), "digits are sent after the answer");
        assertTrue(Ears.within(SOON, () -> answered.ears.tone(House.SPEECH)));
        house.voice.calls().end(call.sid(), false);
        assertEquals(200, answered.end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        var seen = new ArrayList<String>();
        while (seen.size() < 5) {
            var asked = house.asked.take();
            seen.add(asked.path() + " " + asked.get("CallStatus") + " " + asked.get("SequenceNumber"));
        }
        assertTrue(seen.remove("/voice in-progress "), seen::toString);
        assertEquals(
                List.of("/events initiated 0", "/events ringing 1", "/events in-progress 2", "/events completed 3"),
                seen);
    }

    @Test
    void onlyTheEndIsReportedUnlessMoreIsAskedAndItKeepsItsNumber() throws Exception {
        create(Map.of("StatusCallback", List.of(house.url("/events"))));
        dave.rings().refuse(486);
        var completed = house.next("/events");
        assertEquals("busy", completed.get("CallStatus"));
        assertEquals("486", completed.get("SipResponseCode"));
        assertEquals("2", completed.get("SequenceNumber"));
        assertEquals("0", completed.get("CallDuration"));
    }

    @Test
    void oddParametersAreWarnedOfAndTheCallIsMade() throws Exception {
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        var call = create(Map.of(
                "StatusCallback", List.of("http://my_host/told"),
                "StatusCallbackEvent", List.of("ringing answered"),
                "MachineDetection", List.of("Enable"),
                "AsyncAmd", List.of("true")));
        dave.rings().answer();
        for (int code : new int[] {21609, 21626, 21262}) {
            var warned = house.eventually(
                    Notification.class, n -> n.errorCode().equals(Integer.toString(code)));
            assertEquals("1", warned.log(), "a warning");
            assertEquals(call.sid(), warned.call());
        }
        assertEquals(
                house.engine.read(view -> view.records(PhoneNumber.class)).getFirst().sid(),
                call.phoneNumber(),
                "the number that is shown is ours");
    }

    @Test
    void itsTimeLimitIsChangedWhileACallGoesOn() throws Exception {
        var call = create(Map.of("TimeLimit", List.of("600")));
        var answered = dave.rings().answer();
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        assertTrue(Ears.within(SOON, () -> answered.ears.tone(House.SPEECH)));
        assertFalse(answered.over());
        house.voice.calls().change(call.sid(), new Options(Map.of("TimeLimit", List.of("1"))));
        assertEquals(200, answered.end(SOON));
    }

    @Test
    void canceledEndsARingingCallButNeverAnAnsweredOne() throws Exception {
        var ringing = create(Map.of());
        var atDave = dave.rings();
        assertEquals(
                CallStatus.CANCELED,
                house.voice.calls().end(ringing.sid(), true).status());
        assertTrue(atDave.canceledWithin(SOON));
        var talking = create(Map.of());
        var answered = dave.rings().answer();
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        assertEquals(
                CallStatus.IN_PROGRESS,
                house.voice.calls().end(talking.sid(), true).status());
        assertEquals(
                CallStatus.COMPLETED,
                house.voice.calls().end(talking.sid(), false).status());
        assertEquals(200, answered.end(SOON));
    }

    @Test
    void anUnansweredCallIsNoAnswerAfterItsTime() throws Exception {
        create(Map.of("Timeout", List.of("1")));
        assertTrue(dave.rings().canceledWithin(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void aRedirectDuringADialAsksTheActionAndRunsOnlyTheTarget() throws Exception {
        house.page("/dial", _ -> "<Response><Dial action='/action'><Client>dave</Client></Dial></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/dial")));
        house.page("/action", _ -> "<Response><Say>Never heard</Say></Response>");
        house.page("/target", _ -> "<Response><Pause length='5'/></Response>");
        try (var caller = new TestPhone("+15557770001")) {
            caller.call(house.sip(), House.NUMBER);
            var answered = dave.rings().answer();
            answered.sing(1_000);
            var parent = house.eventually(
                    Call.class, c -> c.direction().equals("inbound") && c.status() == CallStatus.IN_PROGRESS);
            house.eventually(
                    Call.class, c -> c.direction().equals("outbound-dial") && c.status() == CallStatus.IN_PROGRESS);
            Thread.sleep(200);
            house.voice
                    .calls()
                    .redirect(
                            parent.sid(), new Twiml.Fetched(house.url("/target"), HttpMethod.POST, null), Options.NONE);
            assertEquals(200, answered.end(SOON), "the child leg is closed");
            var first = house.next("/action");
            assertEquals("completed", first.get("DialCallStatus"));
            assertEquals("in-progress", first.get("CallStatus"));
            assertEquals(
                    CallStatus.IN_PROGRESS,
                    house.engine.read(v -> v.record(Call.class, parent.key())).status());
        }
    }

    @Test
    void redirectsOfCallsThatAreNotInProgressAreRefused() {
        var failure = assertThrows(
                ControlFailure.class,
                () -> house.voice
                        .calls()
                        .redirect(new CallSid("CA" + "0".repeat(32)), new Twiml.Inline("<Response/>"), Options.NONE));
        assertEquals(21220, failure.code());
    }

    @Test
    void aRunningCallIsRecordedPausedAndStopped() throws Exception {
        var call = create(Map.of());
        var answered = dave.rings().answer();
        answered.sing(440);
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        var calls = house.voice.calls();
        var recording = calls.record(call.sid(), new Options(Map.of("RecordingChannels", List.of("dual"))));
        assertEquals("in-progress", recording.status());
        assertEquals(2, recording.channels());
        assertThrows(ControlFailure.class, () -> calls.record(call.sid(), Options.NONE));
        assertEquals(
                "paused", calls.control(recording.sid(), "paused", Options.NONE).status());
        assertEquals(
                "in-progress",
                calls.control(recording.sid(), "in-progress", Options.NONE).status());
        Thread.sleep(500);
        assertEquals(
                "completed",
                calls.control(recording.sid(), "stopped", Options.NONE).status());
        var done = house.eventually(Recording.class, r -> r.status().equals("completed"));
        assertNotNull(done.duration());
    }

    @Test
    void callsThatDiedWithTheLastProcessAreClosedAtStart() throws Exception {
        var sid = new CallSid("CA" + "7".repeat(32));
        house.put(new Call(
                sid,
                house.account.sid(),
                null,
                "+15557770001",
                House.NUMBER,
                CallStatus.IN_PROGRESS,
                "inbound",
                null,
                null,
                Instant.now(),
                Instant.now(),
                null,
                200,
                "local",
                Map.of(),
                Instant.now(),
                Instant.now()));
        var run = new ExecutionSid("FN" + "7".repeat(32));
        var flow = new FlowSid("FW" + "7".repeat(32));
        house.put(new Execution(
                run, house.account.sid(), flow, 1, "+15557770001", "active", sid, "{}", Instant.now(), Instant.now()));
        house.restartVoice();
        var call = house.engine.read(view -> view.record(Call.class, sid.value()));
        assertEquals(CallStatus.COMPLETED, call.status());
        assertNotNull(call.endTime());
        var execution = house.engine.read(view -> view.record(Execution.class, run.value()));
        assertEquals("ended", execution.status(), "a flow survives as long as its call");
    }
}
