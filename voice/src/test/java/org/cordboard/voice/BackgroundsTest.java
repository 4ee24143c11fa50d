package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.routing.sid.StreamSid;
import org.cordboard.voice.phone.Bot;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Start, Stop and Connect as their actions hear of them (Voice reference 5.10, 5.11).
@Timeout(120)
class BackgroundsTest extends HouseTest {
    @Test
    void startAndStopTellTheirActionsWhileTheDocumentGoesOn() throws Exception {
        var bot = closing(new Bot());
        house.page("/started", _ -> "<Response><Hangup/></Response>");
        house.page("/stopped", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Start action='/started' method='GET'><Stream name='copy' url='" + bot.url()
                + "'/></Start><Say>" + "Words that are copied ".repeat(2) + "</Say>"
                + "<Stop action='/stopped'><Stream name='copy'/></Stop><Say>" + "And on it goes ".repeat(9)
                + "</Say></Response>");
        var call = call();
        var started = house.next("/started");
        assertEquals("GET", started.method());
        assertTrue(StreamSid.valid(started.get("StreamSid")));
        assertEquals("copy", started.get("StreamName"));
        assertEquals("in-progress", house.next("/stopped").get("CallStatus"));
        assertFalse(call.over(), "what the actions answer is not run");
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
    }

    @Test
    void aStartedRecordingIsNamedToTheActionAndItsCallbackHasToBeAbsolute() throws Exception {
        house.page("/started", _ -> "");
        house.page("/file", _ -> "");
        house.answers("<Response><Say>Hello</Say><Start action='/started'>"
                + "<Recording recordingStatusCallback='/file'/></Start><Pause length='20'/></Response>");
        call();
        var started = house.next("/started");
        assertTrue(RecordingSid.valid(started.get("RecordingSid")));
        assertTrue(started.get("RecordingUrl").endsWith(started.get("RecordingSid")));
        assertEquals("0", logged(11200).log());
    }

    @Test
    void whatCannotBeStartedIsAnErrorAndTheRestRuns() throws Exception {
        house.page("/next", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Start><Play>x</Play></Start><Start/><Stop><Play/></Stop><Stop><Stream name='none'/>"
                + "</Stop><Redirect>/next</Redirect></Response>");
        call();
        house.next("/next");
        assertEquals("0", logged(14300).log());
        assertEquals("1", logged(12200).log());
    }

    @Test
    void connectTellsItsActionWhichStreamEnded() throws Exception {
        var bot = closing(new Bot());
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Connect action='/after'><Stream name='talk' url='" + bot.url()
                + "'/><Stream url='ws://127.0.0.1:1/x'/></Connect></Response>");
        call();
        bot.next("\"start\"");
        logged(12200);
        bot.hangUp();
        var after = house.next("/after");
        assertTrue(StreamSid.valid(after.get("StreamSid")));
        assertEquals("talk", after.get("StreamName"));
        assertEquals("in-progress", after.get("CallStatus"));
    }

    @Test
    void withoutAnActionTheNextVerbFollowsAConnectAndTheEndHangsUp() throws Exception {
        var first = closing(new Bot());
        var second = closing(new Bot());
        house.page("/next", _ -> "<Response><Connect><Stream url='" + second.url() + "'/></Connect></Response>");
        house.answers("<Response><Connect><Stream url='" + first.url()
                + "'/></Connect><Redirect>/next</Redirect></Response>");
        var call = call();
        first.next("\"start\"");
        first.hangUp();
        house.next("/next");
        second.next("\"start\"");
        second.hangUp();
        assertEquals(200, call.end(House.PATIENCE));
    }
}
