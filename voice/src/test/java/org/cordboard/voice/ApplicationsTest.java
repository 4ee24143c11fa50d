package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Dial with an Application: its document runs on a leg of its own, bridged to the caller (Voice reference 5.8).
class ApplicationsTest extends HouseTest {
    private static final String SID = "AP" + "5".repeat(32);

    @BeforeEach
    void anApplication() {
        var settings = Map.of("voice_url", house.url("/app"), "voice_method", "GET");
        var now = Instant.now();
        house.put(new Application(new ApplicationSid(SID), house.account.sid(), "Menu", settings, now, now));
        house.page("/after", _ -> "<Response><Say>Afterwards</Say><Pause length='20'/></Response>");
        house.page("/child", _ -> "");
    }

    private void dials(String inner) {
        house.answers("<Response><Dial action='/after' timeout='5'>" + inner + "</Dial></Response>");
    }

    @Test
    void itsDocumentSpeaksToTheCallerTakesHisKeysAndItsEndEndsTheDial() throws Exception {
        house.page("/app", _ -> "<Response><Gather numDigits='2' action='/keys' timeout='20'><Say>"
                + "Press two keys ".repeat(20) + "</Say></Gather></Response>");
        house.page("/keys", _ -> "<Response><Hangup/></Response>");
        dials("<Application statusCallback='/child' statusCallbackEvent='initiated ringing answered completed'>"
                + "<ApplicationSid>" + SID + "</ApplicationSid><Parameter name='colour' value='red'/></Application>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        var asked = house.next("/app");
        assertEquals("GET", asked.method());
        assertEquals("red", asked.get("colour"));
        assertEquals("outbound-dial", asked.get("Direction"));
        assertEquals(SID, asked.get("ApplicationSid"));
        call.press("42");
        assertEquals("42", house.next("/keys").get("Digits"));
        var after = house.next("/after");
        assertEquals("completed", after.get("DialCallStatus"));
        assertEquals("true", after.get("DialBridged"));
        var child = house.eventually(Call.class, c -> c.to().equals("app:" + SID));
        assertEquals(after.get("DialCallSid"), child.sid().value());
        assertEquals(CallStatus.COMPLETED, child.status());
        for (var status : new String[] {"initiated", "ringing", "in-progress", "completed"}) {
            assertEquals(status, house.next("/child").get("CallStatus"));
        }
    }

    @Test
    void itsLegIsCalledWhatTheCallerCalledWhenToldAndCannotBeReferred() throws Exception {
        house.page("/app", _ -> "<Response><Refer action='/referred'><Sip>sip:erin@127.0.0.1</Sip></Refer></Response>");
        house.page("/referred", _ -> "<Response><Hangup/></Response>");
        dials("<Application customerId='c1' copyParentTo='true'>" + SID + "</Application>");
        call();
        assertEquals(House.NUMBER, house.next("/app").get("To"));
        assertEquals("failed", house.next("/referred").get("ReferCallStatus"));
        logged(13801);
    }

    @Test
    void theCallersEndIsItsEnd() throws Exception {
        house.page("/app", _ -> "<Response><Record action='/recorded' playBeep='false'/></Response>");
        house.page("/recorded", _ -> "");
        dials("<Application>" + SID + "</Application>");
        var call = call();
        call.dialog();
        call.sing(CALLER);
        house.next("/app");
        house.eventually(Call.class, c -> c.to().startsWith("app:") && c.status() == CallStatus.IN_PROGRESS);
        house.eventually(org.cordboard.routing.entity.Recording.class, r -> r.status().equals("in-progress"));
        Thread.sleep(500);
        call.hangUp();
        assertEquals("hangup", house.next("/recorded").get("Digits"));
        house.eventually(Call.class, c -> c.to().startsWith("app:") && c.status() == CallStatus.COMPLETED);
    }

    @Test
    void anApplicationThatRejectsIsBusyAndOneThatNeverAnswersIsNoAnswer() throws Exception {
        house.page("/app", asked -> asked.get("how").equals("busy")
                ? "<Response><Reject reason='busy'/></Response>"
                : "<Response><Pause length='60'/></Response>");
        house.page("/after", _ -> "<Response><Dial action='/second' timeout='1'><Application><ApplicationSid>" + SID
                + "</ApplicationSid></Application></Dial></Response>");
        house.page("/second", _ -> "<Response><Hangup/></Response>");
        dials("<Application><ApplicationSid>" + SID
                + "</ApplicationSid><Parameter name='how' value='busy'/></Application>");
        call();
        assertEquals("busy", house.next("/after").get("DialCallStatus"));
        assertEquals("no-answer", house.next("/second").get("DialCallStatus"));
    }

    @Test
    void aScreeningDocumentRunsFirstAndMayDecline() throws Exception {
        house.page("/screen", _ -> "<Response><Hangup/></Response>");
        house.page("/app", _ -> "<Response><Say>Never</Say></Response>");
        dials("<Application url='/screen' method='GET'>" + SID + "</Application>");
        call();
        assertEquals("GET", house.next("/screen").method());
        assertEquals("false", house.next("/after").get("DialBridged"));
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/app")));
    }

    @Test
    void anUnknownApplicationFails() throws Exception {
        dials("<Application>AP" + "6".repeat(32) + "</Application>");
        call();
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        logged(21218);
    }
}
