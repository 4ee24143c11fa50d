package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Dial tells of its end, and its rarer attributes (Voice reference 5.8).
class DialRulesTest extends HouseTest {
    private TestPhone dave;

    @BeforeEach
    void register() throws Exception {
        dave = registered("dave");
        house.page("/after", _ -> "<Response><Pause length='20'/></Response>");
    }

    private void dials(String attributes, String nouns) {
        house.answers("<Response><Dial action='/after' " + attributes + ">" + nouns + "</Dial></Response>");
    }

    @Test
    void theStarWhileItRingsCancelsTheChildAndTheDocumentGoesOn() throws Exception {
        dials("hangupOnStar='true'", "<Client>dave</Client>");
        var call = call();
        var ringing = dave.rings();
        call.press("*");
        assertTrue(ringing.canceledWithin(House.PATIENCE));
        var after = house.next("/after");
        assertEquals("canceled", after.get("DialCallStatus"));
        assertFalse(after.has("DialCallDuration"));
        assertFalse(call.over());
    }

    @Test
    void aCallerWhoGivesUpWhileItRingsIsToldToTheActionAndTheChildStops() throws Exception {
        dials("", "<Client>dave</Client>");
        var call = call();
        var ringing = dave.rings();
        // Before his phone knows of the answer he can only cancel, and that crosses the answer.
        call.dialog();
        call.hangUp();
        assertTrue(ringing.canceledWithin(House.PATIENCE));
        var after = house.next("/after");
        assertEquals("no-answer", after.get("DialCallStatus"));
        assertEquals("completed", after.get("CallStatus"));
        house.eventually(Call.class, c -> c.to().equals("client:dave") && c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void ofSeveralFailuresBusyIsToldFirst() throws Exception {
        dials("", "<Client>nobody</Client><Client>dave</Client><Sip>sip:x@elsewhere.example</Sip>");
        call();
        dave.rings().refuse(486);
        assertEquals("busy", house.next("/after").get("DialCallStatus"));
    }

    @Test
    void aPhoneThatIsMovedIsFollowedOnceToAPhoneOfItsDomain() throws Exception {
        dials("", "<Client>dave</Client>");
        var erin = registered("erin");
        var caller = call();
        dave.rings().invite.reject(302, null, Headers.of("Contact", "<sip:erin@127.0.0.1>"));
        var ringing = erin.rings();
        assertEquals("erin", ((SipUri) ringing.invite.request().to().uri()).user().orElseThrow());
        var answered = ringing.answer();
        house.eventually(Call.class, c -> c.to().equals("client:dave") && c.status() == CallStatus.IN_PROGRESS);
        answered.dialog();
        answered.hangUp();
        assertEquals("completed", house.next("/after").get("DialCallStatus"));
        assertFalse(caller.over());
    }

    @Test
    void aPhoneDoesNotSendCallsOutOfTheHouse() throws Exception {
        dials("", "<Client>dave</Client>");
        call();
        dave.rings()
                .invite
                .reject(302, null, Headers.of("Contact", "<sip:+15550001234@127.0.0.1>, <sip:x@elsewhere.example>"));
        var after = house.next("/after");
        assertEquals("failed", after.get("DialCallStatus"));
    }

    @Test
    void aChildCanceledByRestIsCanceled() throws Exception {
        dials("", "<Client>dave</Client>");
        call();
        var ringing = dave.rings();
        var child = house.eventually(Call.class, c -> c.to().equals("client:dave") && c.status() == CallStatus.RINGING);
        house.voice.calls().end(child.sid(), true);
        assertTrue(ringing.canceledWithin(House.PATIENCE));
        assertEquals("canceled", house.next("/after").get("DialCallStatus"));
    }

    @Test
    void aRedirectedChildEndsTheDialWithoutADuration() throws Exception {
        house.page("/elsewhere", _ -> "<Response><Say>" + "Somewhere else ".repeat(4) + "</Say></Response>");
        dials("", "<Client>dave</Client>");
        var call = call();
        var answered = dave.rings().answer();
        answered.sing(CALLEE);
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(CALLEE)));
        answered.hush();
        var child = house.eventually(Call.class, c -> c.to().equals("client:dave")).sid();
        house.voice
                .calls()
                .redirect(child, new Twiml.Fetched(house.url("/elsewhere"), HttpMethod.POST, null), Options.NONE);
        var after = house.next("/after");
        assertEquals("completed", after.get("DialCallStatus"));
        assertFalse(after.has("DialCallDuration"));
        assertEquals(child.value(), after.get("DialCallSid"));
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)), "the child runs its own document");
        assertFalse(call.over());
    }

    @Test
    void theRingToneIsThatOfItsCountry() throws Exception {
        dials("ringTone='de'", "<Client>dave</Client>");
        var call = call();
        dave.rings();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(425)));
    }

    @Test
    void digitsAreSentAndTheWhisperIsHeardBeforeTheBridge() throws Exception {
        house.page("/whisper", _ -> "<Response><Say>" + "A call for you ".repeat(2) + "</Say></Response>");
        house.page("/events", _ -> "");
        dials("", "<Client url='/whisper' method='GET' sendDigits='w7' statusCallback='/events'"
                + " statusCallbackMethod='GET' statusCallbackEvent='answered completed'>dave</Client>");
        var call = call();
        call.sing(CALLER);
        var answered = dave.rings().answer();
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)));
        assertTrue(answered.keys.contains('7'), "before the whisper");
        var whisper = house.next("/whisper");
        assertEquals("GET", whisper.method());
        assertEquals("outbound-dial", whisper.get("Direction"));
        assertEquals("in-progress", whisper.get("CallStatus"));
        assertFalse(whisper.get("ParentCallSid").isEmpty());
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(CALLER)));
        answered.hangUp();
        var first = house.next("/events");
        assertEquals("GET", first.method());
        assertEquals("in-progress 2", first.get("CallStatus") + " " + first.get("SequenceNumber"));
        var last = house.next("/events");
        assertEquals("completed 3", last.get("CallStatus") + " " + last.get("SequenceNumber"));
        assertEquals("1", last.get("Duration"), "minutes begun");
    }

    @Test
    void onlyTheFirstTenTargetsRing() throws Exception {
        var many = IntStream.range(0, 11)
                .mapToObj(i -> "<Client>" + (i == 10 ? "dave" : "nobody" + i) + "</Client>")
                .collect(Collectors.joining());
        dials("", many);
        call();
        logged(13250);
        house.next("/after");
        assertTrue(dave.quiet());
    }

    @Test
    void nobodyToDialFailsAndWithoutAnActionTheNextVerbFollows() throws Exception {
        house.page("/next", _ -> "<Response><Dial action='/after'/></Response>");
        house.answers("<Response><Dial><Client>nobody</Client></Dial><Redirect>/next</Redirect></Response>");
        call();
        house.next("/next");
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        logged(13223);
    }

    @Test
    void verbsAfterADialWithAnActionNeverRun() throws Exception {
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Dial action='/after'><Client>nobody</Client></Dial><Redirect>/never</Redirect></Response>");
        assertEquals(200, call().end(House.PATIENCE));
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/never")));
    }

    @Test
    void anInlineDocumentHasNoAddressToResolveAgainst() throws Exception {
        house.voice
                .calls()
                .create(
                        house.account,
                        "client:dave",
                        House.NUMBER,
                        new Twiml.Inline("<Response><Redirect>/relative</Redirect></Response>"),
                        Options.NONE);
        dave.rings().answer();
        logged(15004);
    }

    @Test
    void aWhisperThatFailsDropsTheCalleeAndCannotDial() throws Exception {
        house.page("/whisper", _ -> "<Response><Dial>+1555</Dial><Hangup/></Response>");
        dials("", "<Client url='/whisper'>dave</Client>");
        call();
        assertEquals(200, dave.rings().answer().end(House.PATIENCE));
        assertEquals("false", house.next("/after").get("DialBridged"));
        logged(13201);
    }
}
