package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import org.cordboard.media.audio.G711;
import org.cordboard.voice.phone.Bot;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;

/// Rules of media streams: marks, clearing, keys, bad messages, stopping by name (Voice reference 14).
class StreamRulesTest extends HouseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bot bot() throws Exception {
        return closing(new Bot());
    }

    /// The stream's SID, which its first message tells.
    private static String begun(Bot bot) throws Exception {
        return JSON.readTree(bot.next("\"start\"")).path("streamSid").asText();
    }

    private static String tone(String sid, int seconds) {
        var bytes = new byte[8_000 * seconds];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = G711.linearToUlaw((short) (10_000 * Math.sin(2 * Math.PI * 1_000 * i / 8_000)));
        }
        return "{\"event\":\"media\",\"streamSid\":\"" + sid + "\",\"media\":{\"payload\":\"" + Base64.getEncoder().encodeToString(bytes)
                + "\"}}";
    }

    @Test
    void clearDropsWhatWaitsAndReturnsItsMarks() throws Exception {
        var bot = bot();
        house.answers("<Response><Connect><Stream url='" + bot.url() + "'/></Connect></Response>");
        var call = call();
        call.dialog();
        var sid = begun(bot);
        for (int i = 0; i < 9; i++) {
            bot.send(tone(sid, 3));
        }
        bot.send(tone(sid, 60)); // one message of 640,000 characters
        bot.send("{\"event\":\"mark\",\"streamSid\":\"" + sid + "\",\"mark\":{\"name\":\"end\"}}");
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(1_000)));
        bot.send("{\"event\":\"clear\",\"streamSid\":\"" + sid + "\"}");
        var mark = JSON.readTree(bot.next("\"mark\""));
        assertEquals("end", mark.path("mark").path("name").asText());
        assertTrue(mark.path("sequenceNumber").isTextual());
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence));
    }

    @Test
    void keysReachThePartnerAndNonsenseIsWarnedOfOnce() throws Exception {
        var bot = bot();
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Connect action='/after'><Stream url='" + bot.url() + "'/></Connect></Response>");
        var call = call();
        call.dialog();
        bot.next("\"start\"");
        call.press("5");
        assertEquals("5", JSON.readTree(bot.next("\"dtmf\"")).path("dtmf").path("digit").asText());
        bot.send("no JSON at all");
        bot.send("{\"event\":\"dance\"}");
        assertEquals("1", logged(31951).log());
        bot.hangUp();
        house.next("/after");
        long warnings = house.engine.read(v -> v.records(org.cordboard.routing.entity.Notification.class)).stream()
                .filter(n -> n.errorCode().equals("31951"))
                .count();
        assertEquals(1, warnings);
    }

    @Test
    void aCopyIsOfTheTrackNamedAndStoppedByItsName() throws Exception {
        var bot = bot();
        house.page("/state", _ -> "");
        house.answers("<Response><Start><Stream name='copy' track='outbound_track' url='" + bot.url()
                + "' statusCallback='/state' statusCallbackMethod='GET'/></Start><Say>Words that are copied</Say>"
                + "<Stop><Stream name='other'/></Stop><Pause length='1'/><Stop><Stream name='copy'/></Stop>"
                + "<Pause length='20'/></Response>");
        var call = call();
        call.dialog();
        var start = JSON.readTree(bot.next("\"start\""));
        assertEquals("outbound", start.path("start").path("tracks").path(0).asText());
        assertEquals(1, start.path("start").path("tracks").size());
        bot.next("\"track\":\"outbound\"");
        var began = house.next("/state");
        assertEquals("stream-started", began.get("StreamEvent"));
        assertEquals("GET", began.method());
        assertEquals("copy", began.get("StreamName"));
        assertTrue(began.get("StreamSid").startsWith("MZ"));
        bot.next("\"stop\"");
        assertEquals("stream-stopped", house.next("/state").get("StreamEvent"));
        assertFalse(call.over());
        assertTrue(bot.messages.stream().noneMatch(m -> m.contains("\"track\":\"inbound\"")));
    }

    @Test
    void sendingOnACopyIsAnErrorAndAFifthTrackIsRefused() throws Exception {
        var bot = bot();
        house.page("/state", _ -> "");
        house.answers("<Response><Start><Stream track='both_tracks' url='" + bot.url() + "'/></Start>"
                + "<Start><Stream track='both_tracks' url='" + bot().url() + "'/></Start>"
                + "<Start><Stream url='ws://127.0.0.1:1/b' statusCallback='/state'/></Start>"
                + "<Pause length='20'/><Say>x</Say></Response>");
        call();
        var refused = house.next("/state");
        assertEquals("stream-error", refused.get("StreamEvent"));
        assertFalse(refused.get("StreamError").isEmpty());
        bot.next("\"start\"");
        bot.send("{\"event\":\"clear\"}");
        logged(31924);
    }
}
