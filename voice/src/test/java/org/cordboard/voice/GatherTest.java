package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;

/// Gather with keys: each of its ends, and what its action is told (Voice reference 5.5).
class GatherTest extends HouseTest {
    private static final String LONG = "A long prompt ".repeat(20);

    private void chosen(String gather) {
        house.page("/chosen", _ -> "<Response><Pause length='20'/></Response>");
        house.answers("<Response>" + gather + "<Redirect>/next</Redirect></Response>");
        house.page("/next", _ -> "<Response><Pause length='20'/></Response>");
    }

    @Test
    void theTimeBeginsAnewWithEveryKeyAndLeadingNoughtsStay() throws Exception {
        chosen("<Gather action='/chosen' timeout='2'/>");
        var call = call();
        call.dialog();
        call.press("00ww7");
        var chosen = house.next("/chosen");
        assertEquals("007", chosen.get("Digits"));
        assertEquals("", chosen.get("FinishedOnKey"));
        assertEquals("Gather End", chosen.get("msg"));
        assertEquals("POST", chosen.method());
    }

    @Test
    void theFinishKeyAloneIsAnEmptyResult() throws Exception {
        chosen("<Gather action='/chosen' finishOnKey='*'/>");
        var call = call();
        call.dialog();
        house.next("/voice");
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        call.press("*");
        house.next("/next");
    }

    @Test
    void withoutAFinishKeyThePoundIsADigitAndTheMethodIsKept() throws Exception {
        chosen("<Gather action='/chosen' method='GET' finishOnKey='' numDigits='3'/>");
        var call = call();
        call.dialog();
        call.press("#*5");
        var chosen = house.next("/chosen");
        assertEquals("#*5", chosen.get("Digits"));
        assertEquals("GET", chosen.method());
    }

    @Test
    void theFirstKeyStopsAllPromptsAndTheRestAreSkipped() throws Exception {
        chosen("<Gather action='/chosen' numDigits='1'><Pause length='1'/><Say>" + LONG + "</Say><Say>" + LONG
                + "</Say></Gather>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        call.press("5");
        assertEquals("5", house.next("/chosen").get("Digits"));
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence));
    }

    @Test
    void withoutBargeInThePromptIsHeardToItsEndAndTheKeysCount() throws Exception {
        chosen("<Gather action='/chosen' numDigits='2' bargeIn='false'><Say>Twenty letters long</Say></Gather>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        call.press("4");
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence));
        call.press("2");
        assertEquals("42", house.next("/chosen").get("Digits"));
    }

    @Test
    void keysPressedBeforeTheGatherAreForgotten() throws Exception {
        chosen("<Say>Twenty letters before</Say><Gather action='/chosen' numDigits='1' timeout='1'/>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        call.press("9");
        house.next("/next");
    }

    @Test
    void withoutAnActionTheCurrentDocumentIsAskedAgain() throws Exception {
        house.answers("<Response><Gather numDigits='1' timeout='20'/></Response>");
        var call = call();
        call.dialog();
        assertFalse(house.next("/voice").has("Digits"));
        call.press("3");
        assertEquals("3", house.next("/voice").get("Digits"));
    }

    @Test
    void aCallerWhoHangsUpInAGatherIsNotReportedToTheAction() throws Exception {
        chosen("<Gather action='/chosen' actionOnEmptyResult='true' timeout='30'/>");
        var call = call();
        call.dialog();
        call.press("1");
        call.hangUp();
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        house.voice.close();
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/chosen")));
    }

    @Test
    void withoutARecogniserSpeechIsSilenceWithAWarningAndKeysWorkOn() throws Exception {
        chosen("<Gather input='dtmf speech' action='/chosen' numDigits='1' timeout='20'/>");
        var call = call();
        call.dialog();
        logged(12200);
        call.press("8");
        assertEquals("8", house.next("/chosen").get("Digits"));
    }

    @Test
    void speechAloneWithoutARecogniserTimesOutAsEmpty() throws Exception {
        chosen("<Gather input='speech' action='/chosen' timeout='1' actionOnEmptyResult='true'/>");
        var call = call();
        call.dialog();
        call.press("8");
        var chosen = house.next("/chosen");
        assertEquals("", chosen.get("Digits"));
        assertTrue(chosen.has("SpeechResult"));
    }
}
