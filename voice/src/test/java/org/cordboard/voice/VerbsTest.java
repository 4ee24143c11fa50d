package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.media.Codec;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.Recording;
import org.cordboard.sip.Transport;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each verb as a caller hears it and an application sees it.
@Timeout(60)
class VerbsTest {
    private static final Duration SOON = House.PATIENCE;
    private static final double CALLER = 440;
    private static final double CALLEE = 1_300;

    private House house;
    private TestPhone caller;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
    }

    @AfterEach
    void tearDown() {
        caller.close();
        house.close();
    }

    private TestCall call() throws Exception {
        return caller.call(house.sip(), House.NUMBER);
    }

    @Test
    void anUnknownNumberIsNotFoundAndLeavesNoRecord() throws Exception {
        assertEquals(404, caller.call(house.sip(), "+15550009999").end(SOON));
        assertTrue(house.calls().isEmpty());
    }

    @Test
    void aCallerHearsWhatIsSaidOverTcpAndInAlawAndTheCallEnds() throws Exception {
        house.answers("<Response><Say>Hello there, nice to hear you</Say></Response>");
        try (var other = new TestPhone("+15557770002", Codec.PCMA)) {
            var call = other.call(house.sip(), House.NUMBER, Transport.TCP);
            call.dialog();
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
            assertEquals(200, call.end(SOON));
        }
        var asked = house.next("/voice");
        assertEquals("ringing", asked.get("CallStatus"));
        assertEquals("inbound", asked.get("Direction"));
        assertEquals("+15557770002", asked.get("From"));
        assertEquals("US", asked.get("FromCountry"));
        var record = house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        assertEquals(Integer.valueOf(200), record.sipResponseCode());
    }

    @Test
    void theStatusCallbackOfAnInboundCallComesOnceAtItsEnd() throws Exception {
        house.page("/status", _ -> "");
        house.page("/voice", _ -> "<Response><Hangup/></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice"), "status_callback", house.url("/status")));
        assertEquals(200, call().end(SOON));
        var status = house.next("/status");
        assertEquals("completed", status.get("CallStatus"));
        assertEquals("0", status.get("SequenceNumber"));
        assertEquals("call-progress-events", status.get("CallbackSource"));
        assertEquals("0", status.get("CallDuration"));
        assertEquals("200", status.get("SipResponseCode"));
    }

    @Test
    void keysCutThePromptAndReachTheActionWithoutTheFinishKey() throws Exception {
        house.page("/chosen", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Gather action='/chosen' finishOnKey='#'><Say>" + "long ".repeat(40)
                + "</Say></Gather></Response>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
        call.press("0042#");
        assertTrue(Ears.within(Duration.ofSeconds(3), call.ears::silence), "the prompt stops");
        var chosen = house.next("/chosen");
        assertEquals("0042", chosen.get("Digits"));
        assertEquals("#", chosen.get("FinishedOnKey"));
        assertEquals("in-progress", chosen.get("CallStatus"));
        assertEquals(200, call.end(SOON));
    }

    @Test
    void aGatherWithoutInputFallsThroughAndOneWithEnoughKeysEndsAtOnce() throws Exception {
        house.page("/two", _ -> "<Response><Hangup/></Response>");
        house.page("/next", _ -> "<Response><Gather numDigits='2' timeout='20' action='/two'/></Response>");
        house.answers("<Response><Gather timeout='1' action='/wrong'/><Redirect>/next</Redirect></Response>");
        var call = call();
        call.dialog();
        house.next("/next");
        call.press("17");
        assertEquals("17", house.next("/two").get("Digits"));
    }

    @Test
    void anEmptyGatherAsksItsActionWhenTold() throws Exception {
        house.page("/empty", _ -> "<Response><Reject/></Response>");
        house.answers("<Response><Gather timeout='1' actionOnEmptyResult='true' action='/empty'/></Response>");
        call().dialog();
        assertEquals("", house.next("/empty").get("Digits"));
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
    }

    @Test
    void rejectIsNeverAnswered() throws Exception {
        house.answers("<Response><Reject reason='busy'/></Response>");
        assertEquals(486, call().end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.BUSY);
    }

    @Test
    void aPauseFirstKeepsThePhoneRinging() throws Exception {
        house.answers("<Response><Pause length='1'/><Say>Now</Say></Response>");
        long started = System.nanoTime();
        var call = call();
        call.dialog();
        assertTrue(System.nanoTime() - started > 900_000_000L);
        assertTrue(call.progress.contains(180));
    }

    @Test
    void aDocumentOfPausesAloneIsNeverAnswered() throws Exception {
        house.answers("<Response><Pause length='0'/></Response>");
        assertEquals(480, call().end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void aCallerWhoGivesUpWhileItRingsIsNoAnswer() throws Exception {
        house.answers("<Response><Pause length='20'/><Say>Never</Say></Response>");
        var call = call();
        house.eventually(Call.class, c -> c.status() == CallStatus.RINGING);
        assertTrue(Ears.within(SOON, () -> call.progress.contains(180)));
        call.hangUp();
        assertEquals(487, call.end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void whatTheCallerSaysIsRecordedUntilAKey() throws Exception {
        house.page("/recorded", _ -> "<Response><Hangup/></Response>");
        house.page("/file", _ -> "");
        house.answers("<Response><Record action='/recorded' recordingStatusCallback='/file'/></Response>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)), "the beep");
        assertTrue(Ears.within(SOON, call.ears::silence));
        call.sing(CALLER);
        house.eventually(Recording.class, r -> r.status().equals("in-progress"));
        Thread.sleep(1_200);
        call.press("5");
        var recorded = house.next("/recorded");
        assertEquals("5", recorded.get("Digits"));
        assertTrue(Integer.parseInt(recorded.get("RecordingDuration")) >= 1);
        var file = house.next("/file");
        assertEquals("completed", file.get("RecordingStatus"));
        assertEquals("RecordVerb", file.get("RecordingSource"));
        var recording = house.eventually(Recording.class, r -> r.status().equals("completed"));
        var path = house.recordings.resolve(recording.file());
        assertTrue(Files.size(path) > 10_000);
        assertTrue(AudioFiles.read(path).duration().toMillis() >= 900);
    }

    @Test
    void silenceIsNoRecordingAndTheDocumentGoesOn() throws Exception {
        house.answers(
                "<Response><Record action='/recorded' timeout='1' playBeep='false'/><Say>Nothing said</Say></Response>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
        house.eventually(Recording.class, r -> r.status().equals("absent"));
    }

    @Test
    void aDialledNumberRingsThePhoneBehindItsRouteAndBothTalk() throws Exception {
        house.page("/after", _ -> "<Response><Say>He has gone</Say></Response>");
        house.page("/child", _ -> "");
        house.answers("<Response><Dial action='/after' callerId='" + House.NUMBER
                + "'><Number statusCallback='/child' statusCallbackEvent='initiated ringing answered completed'>"
                + "+15550002000</Number></Dial></Response>");
        house.put(new PhoneRoute("+15550002000", house.account.sid(), "sip:dave@127.0.0.1", Instant.now()));
        try (var dave = house.registered("dave")) {
            var call = call();
            var ringing = dave.rings();
            assertEquals(House.NUMBER, ringing.from());
            assertTrue(Ears.within(SOON, () -> call.ears.among(440)), "ringback");
            var answered = ringing.answer();
            call.sing(CALLER);
            answered.sing(CALLEE);
            assertTrue(Ears.within(SOON, () -> answered.ears.tone(CALLER)));
            assertTrue(Ears.within(SOON, () -> call.ears.tone(CALLEE)));
            call.press("7");
            assertTrue(Ears.within(SOON, () -> answered.keys.contains('7')), "keys are relayed");
            answered.hangUp();
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)), "the caller's document goes on");
            assertEquals(200, call.end(SOON));
        }
        var events = List.of(house.next("/child"), house.next("/child"), house.next("/child"));
        assertEquals(
                List.of("initiated", "ringing", "in-progress"),
                events.stream().map(e -> e.get("CallStatus")).toList());
        assertEquals(
                List.of("0", "1", "2"),
                events.stream().map(e -> e.get("SequenceNumber")).toList());
        assertEquals("outbound-dial", events.getFirst().get("Direction"));
        assertFalse(events.getFirst().get("ParentCallSid").isEmpty());
    }

    @Test
    void theActionOfADialTellsHowItWent() throws Exception {
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Dial action='/after'><Sip>sip:dave@127.0.0.1</Sip></Dial></Response>");
        try (var dave = house.registered("dave")) {
            call();
            dave.rings().refuse(486);
            var after = house.next("/after");
            assertEquals("busy", after.get("DialCallStatus"));
            assertEquals("false", after.get("DialBridged"));
            assertEquals("486", after.get("DialSipResponseCode"));
            assertEquals("in-progress", after.get("CallStatus"));
        }
    }

    @Test
    void anUnansweredDialStopsRingingAfterItsTime() throws Exception {
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Dial timeout='1' action='/after'><Client>dave</Client></Dial></Response>");
        try (var dave = house.registered("dave")) {
            call();
            assertTrue(dave.rings().canceledWithin(SOON));
            assertEquals("no-answer", house.next("/after").get("DialCallStatus"));
        }
    }

    @Test
    void anUnregisteredClientIsNoAnswerAndAForeignHostIsRefused() throws Exception {
        house.page(
                "/after", _ -> "<Response><Dial action='/second'><Sip>sip:x@elsewhere.example</Sip></Dial></Response>");
        house.page("/second", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Dial action='/after'><Client>nobody</Client></Dial></Response>");
        call();
        assertEquals("no-answer", house.next("/after").get("DialCallStatus"));
        assertEquals("failed", house.next("/second").get("DialCallStatus"));
        house.eventually(Notification.class, n -> n.errorCode().equals("13254") && n.log().equals("1"));
    }

    @Test
    void theFirstOfSeveralToAnswerWinsAndTheOthersStopRinging() throws Exception {
        house.answers("<Response><Dial><Client>dave</Client><Client>erin</Client></Dial></Response>");
        try (var dave = house.registered("dave");
                var erin = house.registered("erin")) {
            var call = call();
            var atDave = dave.rings();
            var answered = erin.rings().answer();
            assertTrue(atDave.canceledWithin(SOON));
            call.sing(CALLER);
            assertTrue(Ears.within(SOON, () -> answered.ears.tone(CALLER)));
            call.hangUp();
            assertEquals(200, answered.end(SOON));
        }
        house.eventually(Call.class, c -> c.status() == CallStatus.CANCELED && c.to().equals("client:dave"));
    }

    @Test
    void aCalleeHearsTheWhisperFirstAndMayDecline() throws Exception {
        house.page(
                "/whisper",
                _ -> "<Response><Gather numDigits='1' action='/screened'><Say>" + "Press one ".repeat(10)
                        + "</Say></Gather><Hangup/></Response>");
        house.page(
                "/screened",
                asked -> asked.get("Digits").equals("1")
                        ? "<Response><Pause length='0'/></Response>"
                        : "<Response><Hangup/></Response>");
        house.answers("<Response><Dial><Number url='/whisper'>+15550002000</Number></Dial></Response>");
        house.put(new PhoneRoute("+1555000200", house.account.sid(), "client:dave", Instant.now()));
        try (var dave = house.registered("dave")) {
            var call = call();
            call.sing(CALLER);
            var answered = dave.rings().answer();
            assertTrue(Ears.within(SOON, () -> answered.ears.tone(House.SPEECH)));
            answered.press("1");
            assertTrue(Ears.within(SOON, () -> answered.ears.tone(CALLER)));
            assertEquals("outbound-dial", house.next("/whisper").get("Direction"));
            call.hangUp();
        }
    }

    @Test
    void aCallerInAQueueIsToldHisPlaceAndAnAgentFetchesHim() throws Exception {
        house.page("/wait", _ -> "<Response><Play digits='1'/><Pause length='1'/></Response>");
        house.page("/left", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Enqueue waitUrl='/wait' action='/left'>support</Enqueue></Response>");
        house.page("/agent", _ -> "<Response><Dial><Queue>support</Queue></Dial></Response>");
        house.number("+15550001002", Map.of("voice_url", house.url("/agent")));
        var call = call();
        call.dialog();
        var first = house.next("/wait");
        assertEquals("1", first.get("QueuePosition"));
        assertEquals("1", first.get("CurrentQueueSize"));
        house.next("/wait");
        try (var agent = new TestPhone("+15557770003")) {
            var fetching = agent.call(house.sip(), "+15550001002");
            fetching.dialog();
            call.sing(CALLER);
            fetching.sing(CALLEE);
            assertTrue(Ears.within(SOON, () -> fetching.ears.tone(CALLER)));
            assertTrue(Ears.within(SOON, () -> call.ears.tone(CALLEE)));
            fetching.hangUp();
            var left = house.next("/left");
            assertEquals("bridged", left.get("QueueResult"));
            assertEquals(200, call.end(SOON));
        }
    }

    @Test
    void anAgentWaitsForTheNextCallerToCome() throws Exception {
        house.answers("<Response><Enqueue>support</Enqueue></Response>");
        house.page("/agent", _ -> "<Response><Dial timeout='20'><Queue>support</Queue></Dial></Response>");
        house.number("+15550001002", Map.of("voice_url", house.url("/agent")));
        var warm = call();
        warm.dialog();
        assertTrue(Ears.within(SOON, warm.ears::sound));
        warm.hangUp();
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        try (var agent = new TestPhone("+15557770003")) {
            var waiting = agent.call(house.sip(), "+15550001002");
            waiting.dialog();
            assertTrue(Ears.within(SOON, waiting.ears::sound), "ringback while nobody waits");
            var call = call();
            call.dialog();
            call.sing(CALLER);
            assertTrue(Ears.within(SOON, () -> waiting.ears.tone(CALLER)));
            call.hangUp();
            assertEquals(200, waiting.end(SOON));
        }
    }

    @Test
    void leaveTakesTheCallerOutAndHisHangUpIsTold() throws Exception {
        house.page("/wait", _ -> "<Response><Leave/></Response>");
        house.page("/left", _ -> "<Response><Enqueue action='/again'>other</Enqueue></Response>");
        house.page("/again", _ -> "");
        house.answers("<Response><Enqueue waitUrl='/wait' action='/left'>support</Enqueue></Response>");
        var call = call();
        call.dialog();
        assertEquals("leave", house.next("/left").get("QueueResult"));
        assertTrue(Ears.within(SOON, call.ears::sound), "hold music of the second queue");
        call.hangUp();
        var again = house.next("/again");
        assertEquals("hangup", again.get("QueueResult"));
        assertEquals("completed", again.get("CallStatus"));
    }

    @Test
    void aBrokenDocumentAsksTheFallbackAndThenApologizes() throws Exception {
        house.page("/voice", _ -> "<Response><Say>never</Say>");
        house.page("/fallback", asked -> "<nonsense/>");
        house.number(
                House.NUMBER, Map.of("voice_url", house.url("/voice"), "voice_fallback_url", house.url("/fallback")));
        var call = call();
        var fallback = house.next("/fallback");
        assertEquals("12100", fallback.get("ErrorCode"));
        assertEquals(house.url("/voice"), fallback.get("ErrorUrl"));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)), "the apology");
        assertEquals(200, call.end(SOON));
        house.eventually(Notification.class, n -> n.errorCode().equals("12102"));
    }

    @Test
    void anEndlessRedirectIsStopped() throws Exception {
        house.answers("<Response><Redirect/></Response>");
        var call = call();
        assertEquals(200, call.end(SOON));
        house.eventually(Notification.class, n -> n.errorCode().equals("14106"));
    }

    @Test
    void aHeldCallerHearsNothingAndComesBack() throws Exception {
        house.answers("<Response><Dial><Client>dave</Client></Dial></Response>");
        try (var dave = house.registered("dave")) {
            var call = call();
            var answered = dave.rings().answer();
            answered.sing(CALLEE);
            assertTrue(Ears.within(SOON, () -> call.ears.tone(CALLEE)));
            var held = call.hold("sendonly");
            assertEquals(200, held.status());
            assertTrue(held.bodyText().contains("a=recvonly"));
            var resumed = call.hold("sendrecv");
            assertTrue(resumed.bodyText().contains("a=sendrecv"));
            assertTrue(Ears.within(SOON, () -> call.ears.tone(CALLEE)));
            call.hangUp();
        }
    }
}
