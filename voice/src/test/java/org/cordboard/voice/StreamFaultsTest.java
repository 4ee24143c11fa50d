package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.cordboard.routing.entity.Notification;
import org.cordboard.voice.phone.Bot;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestCertificate;
import org.cordboard.voice.webhook.Signature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong with a media stream, each fault by its code, and how the document goes on (Voice reference 14.1, 14.3).
class StreamFaultsTest extends HouseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void takeCallbacks() {
        house.page("/state", _ -> "");
    }

    private TestCall connects(String url) throws Exception {
        house.answers("<Response><Connect><Stream statusCallback='/state' url='" + url
                + "'/></Connect><Say>The bot has gone</Say></Response>");
        var call = call();
        call.dialog();
        return call;
    }

    private TestCall copies(String url) throws Exception {
        house.answers("<Response><Start><Stream statusCallback='/state' track='both_tracks' url='" + url
                + "'/></Start><Pause length='1'/><Say loop='100'>Words</Say></Response>");
        var call = call();
        call.dialog();
        return call;
    }

    private static String begun(Bot bot) throws Exception {
        return JSON.readTree(bot.next("\"start\"")).path("streamSid").asText();
    }

    private void tells(String... events) throws Exception {
        for (var event : events) {
            var told = house.next("/state");
            assertEquals(event, told.get("StreamEvent"));
            assertEquals(event.equals("stream-error"), told.has("StreamError"), "only an error has a reason");
        }
    }

    private static void goesOn(TestCall call) throws Exception {
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)), "the next verb runs");
    }

    // ---- the socket does not open

    @Test
    void anAddressWhereNobodyAnswersIsAConnectionThatFailed() throws Exception {
        var call = connects("ws://127.0.0.1:9/none");
        tells("stream-error");
        goesOn(call);
        assertEquals("0", logged(31901).log());
    }

    @Test
    void anAnswerThatIsNoWebSocketIsAHandshakeThatFailed() throws Exception {
        // Relative to the document's address: the application's own web server, which has no socket there.
        var call = connects("/no-socket");
        tells("stream-error");
        goesOn(call);
        assertTrue(logged(31920).messageText().contains("404"));
    }

    @Test
    void aCertificateThatNobodyVouchesForIsATlsFault() throws Exception {
        var bot = closing(Bot.secure(TestCertificate.in(folder)));
        var call = connects(bot.url());
        tells("stream-error");
        goesOn(call);
        logged(31910);
    }

    @Test
    void aSecureSocketWithAGoodCertificateIsSignedByItsWssAddress() throws Exception {
        var before = SSLContext.getDefault();
        var identity = TestCertificate.in(folder);
        try {
            SSLContext.setDefault(identity);
            house.restartVoice();
            var bot = closing(Bot.secure(identity));
            connects(bot.url());
            begun(bot);
            assertTrue(bot.handshake.contains(Signature.of("token", bot.url())), bot.handshake);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void aQueryIsNotSent() throws Exception {
        var bot = closing(new Bot());
        connects(bot.url() + "?colour=red");
        begun(bot);
        assertTrue(bot.handshake.startsWith("GET /stream HTTP/1.1\r\n"), bot.handshake);
        assertTrue(bot.handshake.contains(Signature.of("token", bot.url())), bot.handshake);
    }

    // ---- what the application says

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{'event':'dance','streamSid':'SID'}",
                "{'event':'clear'}",
                "{'event':'clear','streamSid':'MZ00000000000000000000000000000000'}",
                "{'event':'media','streamSid':'SID'}",
                "{'event':'media','streamSid':'SID','media':{'payload':'%%%'}}",
                "{'event':'mark','streamSid':'SID','mark':{}}"
            })
    void aMessageThatMeansNothingIsWarnedOfOnceAndTheTalkGoesOn(String message) throws Exception {
        var bot = closing(new Bot());
        connects(bot.url());
        var sid = begun(bot);
        bot.send(message.replace('\'', '"').replace("SID", sid));
        bot.frame(0x82, new byte[] {1, 2, 3});
        bot.send(mark(sid));
        assertTrue(bot.next("\"mark\"").contains("here"));
        assertEquals("1", logged(31951).log());
        bot.hangUp();
        tells("stream-started", "stream-stopped");
        assertEquals(1, times("31951"));
        assertEquals(0, times("31921"), "a bot may hang up");
    }

    private static String mark(String sid) {
        return "{\"event\":\"mark\",\"streamSid\":\"" + sid + "\",\"mark\":{\"name\":\"here\"}}";
    }

    private long times(String code) {
        return house.engine.read(view -> view.records(Notification.class)).stream()
                .filter(n -> n.errorCode().equals(code))
                .count();
    }

    @Test
    void moreThanTenMinutesOfAudioAreNotKept() throws Exception {
        var bot = closing(new Bot());
        connects(bot.url());
        var sid = begun(bot);
        UnaryOperator<String> media = payload ->
                "{\"event\":\"media\",\"streamSid\":\"" + sid + "\",\"media\":{\"payload\":\"" + payload + "\"}}";
        bot.send(media.apply(Base64.getEncoder().encodeToString(new byte[9 * 60 * 8_000])));
        assertEquals(0, times("31951"));
        bot.send(media.apply(Base64.getEncoder().encodeToString(new byte[2 * 60 * 8_000])));
        assertTrue(logged(31951).messageText().contains("more audio"));
    }

    @Test
    void anyMessageOnACopyEndsItAndNotTheCall() throws Exception {
        var bot = closing(new Bot());
        var call = copies(bot.url());
        bot.send(mark(begun(bot)));
        tells("stream-started", "stream-error");
        logged(31924);
        goesOn(call);
    }

    @Test
    void aFrameAgainstTheProtocolEndsTheStream() throws Exception {
        var bot = closing(new Bot());
        var call = connects(bot.url());
        begun(bot);
        bot.frame(0xf1, "reserved bits".getBytes(StandardCharsets.US_ASCII));
        tells("stream-started", "stream-error");
        logged(31924);
        goesOn(call);
    }

    // ---- the end

    @Test
    void aBotThatDiesIsAnErrorAndTheDocumentGoesOn() throws Exception {
        var bot = closing(new Bot());
        var call = connects(bot.url());
        begun(bot);
        bot.dies();
        tells("stream-started", "stream-error");
        logged(31921);
        goesOn(call);
    }

    @Test
    void aBotThatClosesBecauseItFailedIsAnError() throws Exception {
        var bot = closing(new Bot());
        var call = connects(bot.url());
        begun(bot);
        bot.hangUp(1011);
        bot.next("close 1000");
        tells("stream-started", "stream-error");
        assertTrue(logged(31921).messageText().contains("1011"));
        goesOn(call);
    }

    @Test
    void anApplicationThatClosesACopyLeavesTheCall() throws Exception {
        var bot = closing(new Bot());
        var call = copies(bot.url());
        begun(bot);
        bot.hangUp();
        bot.next("close 1000");
        tells("stream-started", "stream-stopped");
        logged(31921);
        goesOn(call);
    }

    /// A bot in the midst of a sentence must not lose the last words to a reset of the connection.
    @Test
    void theEndOfTheCallIsToldToABotThatIsStillTalking() throws Exception {
        var bot = closing(new Bot());
        var call = connects(bot.url());
        var sid = begun(bot);
        var silence = "{\"event\":\"media\",\"streamSid\":\"" + sid + "\",\"media\":{\"payload\":\""
                + Base64.getEncoder().encodeToString(new byte[160]) + "\"}}";
        for (int i = 0; i < 500; i++) {
            bot.send(silence);
        }
        call.hangUp();
        for (int i = 0; i < 500; i++) {
            bot.send(silence);
        }
        var stop = JSON.readTree(bot.next("\"stop\""));
        assertEquals(sid, stop.path("streamSid").asText());
        assertTrue(stop.path("sequenceNumber").isTextual());
        assertFalse(stop.path("stop").path("callSid").asText().isEmpty());
        assertEquals("close 1000", bot.next("close"));
        tells("stream-started", "stream-stopped");
    }

    /// It fills its own network with the echo of long marks: audio is dropped, marks are not.
    @Test
    void anApplicationThatReadsTooSlowlyMissesAudioAndIsWarned() throws Exception {
        var bot = closing(Bot.narrow());
        connects(bot.url());
        var sid = begun(bot);
        bot.stopsReading();
        int marks = 600;
        for (int i = 0; i < marks; i++) {
            bot.send(mark(sid).replace("here", "x".repeat(9_000)));
        }
        logged(31930);
        bot.goesOnReading();
        for (int i = 0; i < marks; i++) {
            bot.next("\"mark\"");
        }
        assertEquals(1, times("31930"));
        assertEquals(0, times("31951"));
    }
}
