package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which verbs answer a ringing call and which leave it ringing (Voice reference 4.4).
class AnsweringTest extends HouseTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Say>Hello</Say>",
                "<Play digits='1'/>",
                "<Gather timeout='0'/>",
                "<Record maxLength='1' playBeep='false'/>",
                "<Dial>nonsense</Dial>",
                "<Enqueue waitUrl='/leave'>support</Enqueue>",
                "<Connect><Stream url='ws://127.0.0.1:1/'/></Connect>",
                "<Hangup/>",
                "<Echo/>",
                "<Refer><Sip>sip:erin@127.0.0.1</Sip></Refer>",
                ""
            })
    void theseAnswer(String verb) throws Exception {
        house.page("/leave", _ -> "<Response><Leave/></Response>");
        house.answers("<Response>" + verb + "</Response>");
        var call = call();
        call.dialog();
        call.hangUp();
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Pause length='0'/>",
                "<Leave/>",
                "<Stop><Stream name='x'/></Stop>",
                "<Start><Recording/></Start>",
                "<Sms>hello</Sms>"
            })
    void theseLeaveItRingingSoThatADocumentOfThemAloneIsDeclined(String verb) throws Exception {
        house.answers("<Response>" + verb + "</Response>");
        assertEquals(480, call().end(House.PATIENCE));
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void aRedirectDoesNotAnswerAndRejectMayStillFollow() throws Exception {
        house.page("/next", _ -> "<Response><Reject/></Response>");
        house.answers("<Response><Redirect method='GET'>/next</Redirect></Response>");
        assertEquals(603, call().end(House.PATIENCE));
        var asked = house.next("/next");
        assertEquals("ringing", asked.get("CallStatus"));
        assertEquals("GET", asked.method());
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
    }

    @Test
    void rejectAfterAnAnsweringVerbHangsUp() throws Exception {
        house.answers("<Response><Say>Hi</Say><Reject reason='busy'/></Response>");
        var call = call();
        call.dialog();
        assertEquals(200, call.end(House.PATIENCE));
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
    }

    @Test
    void whatFollowsRejectIsNeverRun() throws Exception {
        house.answers("<Response><Reject/><Redirect>/never</Redirect></Response>");
        assertEquals(603, call().end(House.PATIENCE));
        house.next("/voice");
        assertTrue(house.asked.isEmpty());
    }

    @Test
    void leaveOutsideAQueueDoesNothing() throws Exception {
        house.answers("<Response><Leave/><Say>Still here</Say></Response>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
    }

    @Test
    void echoSaysWhatTheCallerSays() throws Exception {
        house.answers("<Response><Echo/></Response>");
        var call = call();
        call.dialog();
        call.sing(CALLER);
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(CALLER)));
        call.hush();
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence));
    }

    @Test
    void digitsAreRealKeysForTheCallersPhoneWithTheirPauses() throws Exception {
        house.answers("<Response><Play digits='1wW2'/><Redirect>/after</Redirect></Response>");
        house.page("/after", _ -> "<Response><Pause length='20'/></Response>");
        long started = System.nanoTime();
        var call = call();
        house.next("/after");
        assertTrue(System.nanoTime() - started > 1_500_000_000L, "half a second and a whole one");
        assertTrue(Ears.within(House.PATIENCE, () -> call.keys.contains('1') && call.keys.contains('2')));
    }
}
