package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Base64;
import org.cordboard.media.audio.G711;
import org.cordboard.routing.entity.Notification;
import org.cordboard.voice.phone.Bot;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.Signature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Media streams over a real WebSocket, one way and both ways.
@Timeout(60)
class StreamsTest {
    private static final Duration SOON = House.PATIENCE;
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @Test
    void aPartnerHearsTheCallerAnswersHimAndLeavesTheDocumentToGoOn() throws Exception {
        try (var bot = new Bot()) {
            house.page("/after", _ -> "<Response><Say>The machine has gone</Say></Response>");
            house.answers("<Response><Connect action='/after'><Stream url='" + bot.url()
                    + "'><Parameter name='colour' value='red'/></Stream></Connect></Response>");
            var call = caller.call(house.sip(), House.NUMBER);
            call.dialog();
            assertEquals(
                    "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}", bot.next("connected"));
            var start = JSON.readTree(bot.next("\"start\""));
            assertEquals("1", start.path("sequenceNumber").asText());
            assertEquals(
                    "red",
                    start.path("start").path("customParameters").path("colour").asText());
            assertEquals(
                    "audio/x-mulaw",
                    start.path("start").path("mediaFormat").path("encoding").asText());
            assertTrue(bot.handshake.contains(Signature.of("token", bot.url())), "the handshake is signed");
            var media = JSON.readTree(bot.next("\"media\""));
            assertEquals("1", media.path("media").path("chunk").asText());
            assertEquals("inbound", media.path("media").path("track").asText());
            assertEquals(
                    160,
                    Base64.getDecoder()
                            .decode(media.path("media").path("payload").asText())
                            .length);

            var sid = start.path("streamSid").asText();
            bot.send("{\"event\":\"media\",\"streamSid\":\"" + sid + "\",\"media\":{\"payload\":\"" + tone(1_000)
                    + "\"}}");
            bot.send("{\"event\":\"mark\",\"streamSid\":\"" + sid + "\",\"mark\":{\"name\":\"said\"}}");
            assertTrue(Ears.within(SOON, () -> call.ears.tone(1_000)), "the caller hears the machine");
            assertTrue(bot.next("\"mark\"").contains("said"));
            call.press("4");
            assertTrue(bot.next("\"dtmf\"").contains("\"digit\":\"4\""));
            bot.send("{\"event\":\"nonsense\"}");
            house.eventually(Notification.class, n -> n.errorCode().equals("31951"));
            bot.hangUp();
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)), "the action runs");
        }
    }

    @Test
    void aCopyOfBothSidesRunsBesideTheDocumentAndStopsWithTheCall() throws Exception {
        house.page("/state", _ -> "");
        try (var bot = new Bot()) {
            house.answers("<Response><Start><Stream url='" + bot.url()
                    + "' track='both_tracks' name='copy' statusCallback='/state'/></Start>"
                    + "<Say>Hello, this goes on</Say></Response>");
            var call = caller.call(house.sip(), House.NUMBER);
            call.dialog();
            bot.next("\"outbound\",\"chunk\":\"1\"");
            assertEquals("stream-started", house.next("/state").get("StreamEvent"));
            assertEquals(200, call.end(SOON));
            bot.next("\"stop\"");
            assertEquals("stream-stopped", house.next("/state").get("StreamEvent"));
        }
    }

    private static String tone(double hertz) {
        var bytes = new byte[8_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = G711.linearToUlaw((short) (10_000 * Math.sin(2 * Math.PI * hertz * i / 8_000)));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
