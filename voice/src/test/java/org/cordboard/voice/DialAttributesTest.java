package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Recording;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the attributes of Dial change, and transfers by phones.
@Timeout(60)
class DialAttributesTest {
    private static final Duration SOON = House.PATIENCE;

    private House house;
    private TestPhone caller;
    private TestPhone dave;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
        dave = house.registered("dave");
        house.page("/after", _ -> "<Response><Say>Afterwards you hear me</Say></Response>");
    }

    @AfterEach
    void tearDown() {
        caller.close();
        dave.close();
        house.close();
    }

    @Test
    void withAnswerOnBridgeTheCallerIsAnsweredOnlyWhenTheCalleeIs() throws Exception {
        house.answers("<Response><Dial answerOnBridge='true'><Client>dave</Client></Dial></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        var ringing = dave.rings();
        assertEquals(
                CallStatus.RINGING,
                house.eventually(Call.class, c -> c.direction().equals("inbound"))
                        .status());
        assertTrue(Ears.within(SOON, () -> call.progress.contains(180)));
        var answered = ringing.answer();
        answered.sing(1_000);
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)));
    }

    @Test
    void theStarEndsTheOtherLegWhenAskedFor() throws Exception {
        house.answers("<Response><Dial hangupOnStar='true' action='/after'><Client>dave</Client></Dial></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        var answered = dave.rings().answer();
        answered.sing(1_000);
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)));
        call.press("*");
        assertEquals(200, answered.end(SOON));
        assertEquals("completed", house.next("/after").get("DialCallStatus"));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
    }

    @Test
    void theTimeLimitEndsTheTalk() throws Exception {
        house.answers("<Response><Dial timeLimit='1' action='/after'><Client>dave</Client></Dial></Response>");
        caller.call(house.sip(), House.NUMBER);
        var answered = dave.rings().answer();
        assertEquals(200, answered.end(SOON));
        var after = house.next("/after");
        assertEquals("completed", after.get("DialCallStatus"));
        assertEquals("1", after.get("DialCallDuration"));
    }

    @Test
    void sequentialTargetsRingOneAfterAnother() throws Exception {
        house.answers(
                "<Response><Dial sequential='true' action='/after'><Client>dave</Client><Client>erin</Client></Dial></Response>");
        try (var erin = house.registered("erin")) {
            caller.call(house.sip(), House.NUMBER);
            var first = dave.rings();
            assertTrue(erin.quiet());
            first.refuse(486);
            erin.rings().answer().hangUp();
            assertEquals("completed", house.next("/after").get("DialCallStatus"));
        }
    }

    @Test
    void aDualRecordingHoldsBothSides() throws Exception {
        house.page("/file", _ -> "");
        house.answers(
                "<Response><Dial record='record-from-answer-dual' action='/after' recordingStatusCallback='/file'>"
                        + "<Client>dave</Client></Dial></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        call.sing(440);
        var answered = dave.rings().answer();
        answered.sing(1_000);
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000) && answered.ears.tone(440)));
        Thread.sleep(500);
        answered.hangUp();
        assertFalse(house.next("/after").get("RecordingUrl").isEmpty());
        var file = house.next("/file");
        assertEquals("2", file.get("RecordingChannels"));
        assertEquals("DialVerb", file.get("RecordingSource"));
        var recording = house.eventually(Recording.class, r -> r.status().equals("completed"));
        assertTrue(Files.size(house.recordings.resolve(recording.file())) > 10_000);
    }

    @Test
    void aPhoneThatTransfersIsRefusedWithoutAReferUrl() throws Exception {
        house.answers("<Response><Dial><Client>dave</Client></Dial></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        var answered = dave.rings().answer();
        answered.sing(1_000);
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)));
        var target = SipUri.of("erin", "127.0.0.1", 0);
        var response =
                answered.dialog().refer(target, Headers.NONE, (_, _, _) -> {}).get();
        assertEquals(603, response.status());
        house.eventually(Notification.class, n -> n.errorCode().equals("13802"));
        assertFalse(call.over());
    }

    @Test
    void aTransferRunsTheReferUrlOnTheLegThatStays() throws Exception {
        house.page("/refer", _ -> "<Response><Say>You are being transferred</Say><Pause length='5'/></Response>");
        house.answers("<Response><Dial referUrl='/refer'><Client>dave</Client></Dial></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        var answered = dave.rings().answer();
        answered.sing(1_000);
        assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)));
        var target = SipUri.of("erin", "127.0.0.1", 0);
        assertEquals(
                202,
                answered.dialog()
                        .refer(target, Headers.NONE, (_, _, _) -> {})
                        .get()
                        .status());
        assertTrue(house.next("/refer").get("ReferTransferTarget").contains("erin"));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, answered.end(SOON));
    }

    @Test
    void referAsksThePhoneToCallSomeoneElse() throws Exception {
        house.answers("<Response><Refer action='/after'><Sip>sip:erin@127.0.0.1</Sip></Refer></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        call.dialog();
        var after = house.next("/after");
        assertEquals("603", after.get("ReferSipResponseCode"));
        assertEquals("failed", after.get("ReferCallStatus"));
    }
}
