package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sentences of the Voice reference's sections 5 and 6 that no other class tells of.
@Timeout(120)
class SmallVerbsTest extends HouseTest {
    private static final Pattern DELAY = Pattern.compile("\"playout_delay_ms\":([0-9.]+)");

    @Test
    void parametersOfHangupAndRejectReachTheFarEndAsHeaders() throws Exception {
        house.answers("<Response><Hangup><Parameter name='X-Why' value='all said'/></Hangup></Response>");
        var ended = call();
        assertEquals(200, ended.end(House.PATIENCE));
        assertEquals("all said", ended.last.first("X-Why").orElse(""));
        house.page("/voice", _ -> "<Response><Reject><Parameter name='Why' value='closed'/></Reject></Response>");
        var refused = call();
        assertEquals(603, refused.end(House.PATIENCE));
        assertEquals("closed", refused.last.first("X-Why").orElse(""));
    }

    @Test
    void aPaymentHasNoConnectorAndATextIsPassedOver() throws Exception {
        house.page("/paid", _ -> "<Response><Sms>never sent</Sms><Redirect>/next</Redirect></Response>");
        house.page("/next", _ -> "<Response><Pay/><Redirect>/last</Redirect></Response>");
        house.page("/last", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Pay action='/paid' chargeAmount='1.00'/></Response>");
        call();
        assertEquals("payment-connector-error", house.next("/paid").get("Result"));
        house.next("/last");
        assertEquals("1", logged(12200).log());
        assertEquals("1", logged(14108).log());
    }

    @Test
    void whatNobodySpeaksIsReadInEnglishAndAVoiceBringsItsLanguage() throws Exception {
        house.answers("<Response><Say language='tlh'>nuqneH</Say><Say voice='Polly.Hans'>Guten Tag</Say></Response>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, call.end(House.PATIENCE));
        assertEquals("1", logged(13512).log());
        assertTrue(house.spoken.contains(new SpeechRequest("nuqneH", "en-US", "")));
        assertTrue(house.spoken.contains(new SpeechRequest("Guten Tag", "", "Polly.Hans")));
    }

    @Test
    void gsmSpeechIsPlayed() throws Exception {
        byte[] tone;
        try (var in = SmallVerbsTest.class.getResourceAsStream("/tone.gsm")) {
            tone = in.readAllBytes();
        }
        house.site("/tone", _ -> new House.Answer(200, "audio/x-gsm", tone, Map.of()));
        house.answers("<Response><Play loop='5'>/tone</Play></Response>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(600)));
    }

    @Test
    void soundInPlaceOfADocumentIsPlayedToItsEndAndTheCallEnds() throws Exception {
        // Larger than a document may be.
        house.site("/voice", _ -> new House.Answer(200, "audio/wav", Sound.tone(600, 5_000), Map.of()));
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(600)));
        assertEquals(200, call.end(House.PATIENCE));
        assertEquals(CallStatus.COMPLETED, house.eventually(Call.class, c -> c.endTime() != null).status());
    }

    /// What waits in the jitter buffer of the call from this number, in milliseconds; below nought when none is there yet.
    private double delay(String from) {
        return house.voice.stage().legs().all().stream()
                .filter(leg -> leg.from().equals(from))
                .flatMap(leg -> leg.audio().stream())
                .map(DELAY::matcher)
                .filter(Matcher::find)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElse(-1);
    }

    @Test
    void theLargestJitterBufferHoldsMoreThanNone() throws Exception {
        house.page("/voice", asked -> "<Response><Dial><Conference jitterBufferSize='"
                + (asked.get("From").endsWith("1") ? "off" : "large") + "'>" + asked.get("From").substring(1)
                + "</Conference></Dial></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        call("+15557771001", House.NUMBER).hush();
        call("+15557771002", House.NUMBER).hush();
        assertTrue(Ears.within(
                House.PATIENCE,
                () -> delay("+15557771002") >= 40 && delay("+15557771002") - delay("+15557771001") >= 20
                        && delay("+15557771001") >= 0));
    }

    @Test
    void playedDigitsAreRepeatedAsTheirLoopSays() throws Exception {
        house.answers("<Response><Play digits='12' loop='2'/></Response>");
        var call = call();
        assertEquals(200, call.end(House.PATIENCE));
        assertEquals("1212", String.join("", call.keys.stream().map(String::valueOf).toList()));
    }

    @Test
    void theRingingToneIsThatOfTheCalledCountry() throws Exception {
        house.put(new PhoneRoute("+49301234567", house.account.sid(), "client:dave", Instant.now()));
        house.answers("<Response><Dial>+49301234567</Dial></Response>");
        var dave = registered("dave");
        var call = call();
        var ringing = dave.rings();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(425)));
        ringing.refuse(486);
    }

    @Test
    void aRecordingOfAnInlineDocumentNeedsAnAction() throws Exception {
        house.answers("<Response><Pause length='0'/><Gather timeout='30' action='/x'/></Response>");
        var call = call();
        call.dialog();
        var sid = house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS).sid();
        house.voice.calls().redirect(sid, new Twiml.Inline("<Response><Record/></Response>"), Options.NONE);
        logged(11100);
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)), "the apology");
    }

    @Test
    void whatAnswersACallAnswersItAndWhatDoesNotLeavesItRinging() throws Exception {
        house.page("/left", _ -> "<Response><Pause length='0'/></Response>");
        house.answers("<Response><Stop><Stream/></Stop><Leave/><Redirect>/left</Redirect></Response>");
        var call = call();
        assertEquals(480, call.end(House.PATIENCE));
        assertFalse(call.answeredAlready());
        house.page("/voice", _ -> "<Response><Pay/></Response>");
        var paying = call();
        assertEquals(200, paying.end(House.PATIENCE));
    }
}
