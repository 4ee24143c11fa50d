package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.recognition.HttpRecogniser;
import org.cordboard.voice.recognition.Recogniser;
import org.junit.jupiter.api.Test;

/// Gather with speech, understood by a service behind HTTP: a tone is what callers say here, and the service knows words
/// for it (Voice reference 5.5).
class SpeechInputTest extends HouseTest {
    private record Asked(String query, byte[] wav) {}

    private final BlockingQueue<Asked> utterances = new LinkedBlockingQueue<>();
    private volatile String answer = "{\"text\":\"my invoice\",\"confidence\":0.87}";

    @Override
    Recogniser recogniser() {
        try {
            var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            service.createContext("/understand", exchange -> {
                var wav = exchange.getRequestBody().readAllBytes();
                utterances.add(new Asked(exchange.getRequestURI().getQuery(), wav));
                var text = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, text.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(text);
                }
            });
            service.start();
            closing(() -> service.stop(0));
            var url = "http://127.0.0.1:" + service.getAddress().getPort() + "/understand?key=1";
            return closing(new HttpRecogniser(URI.create(url)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TestCall asked(String gather) throws Exception {
        house.page("/chosen", _ -> "<Response><Pause length='20'/></Response>");
        house.page("/next", _ -> "<Response><Pause length='20'/></Response>");
        house.page("/partial", _ -> "");
        house.answers("<Response>" + gather + "<Redirect>/next</Redirect></Response>");
        var call = call();
        call.dialog();
        return call;
    }

    private static void say(TestCall call, int millis) throws InterruptedException {
        call.sing(CALLER);
        TimeUnit.MILLISECONDS.sleep(millis);
        call.hush();
    }

    @Test
    void whatIsSaidReachesTheActionAsTextAndTheServiceAsSound() throws Exception {
        var call = asked("<Gather input='speech' action='/chosen' speechTimeout='1' timeout='20' language='en-GB'"
                + " hints='invoice, order'><Say>" + "What do you want ".repeat(20) + "</Say></Gather>");
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        say(call, 1_000);
        var chosen = house.next("/chosen");
        assertEquals("my invoice", chosen.get("SpeechResult"));
        assertEquals("0.87", chosen.get("Confidence"));
        assertFalse(chosen.has("Digits"));
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence), "speech stops the prompt");
        var heard = utterances.poll(1, TimeUnit.SECONDS);
        assertEquals("key=1&language=en-GB&hints=invoice,+order", heard.query);
        long millis = AudioFiles.decode(heard.wav, "audio/wav").duration().toMillis();
        assertTrue(millis > 1_200 && millis < 6_000, "the word, a little before and the silence after: " + millis);
    }

    @Test
    void theFirstKindOfInputShutsOutTheOther() throws Exception {
        var call = asked("<Gather input='dtmf speech' action='/chosen' numDigits='3' timeout='5'/>");
        call.press("1");
        TimeUnit.MILLISECONDS.sleep(300);
        say(call, 800);
        call.press("23");
        assertEquals("123", house.next("/chosen").get("Digits"));
        assertTrue(utterances.isEmpty(), "keys came first: nobody listens any more");
    }

    @Test
    void keysPressedWhileSpeakingMeanNothing() throws Exception {
        var call = asked("<Gather input='dtmf speech' action='/chosen' numDigits='1' speechTimeout='1' timeout='20'/>");
        call.sing(CALLER);
        TimeUnit.MILLISECONDS.sleep(800);
        call.press("5");
        TimeUnit.MILLISECONDS.sleep(300);
        call.hush();
        assertEquals("my invoice", house.next("/chosen").get("SpeechResult"));
    }

    @Test
    void whatIsUnderstoodSoFarIsToldWhileTheCallerSpeaks() throws Exception {
        var call = asked("<Gather input='speech' action='/chosen' speechTimeout='auto' timeout='20'"
                + " partialResultCallback='/partial' partialResultCallbackMethod='GET'/>");
        call.sing(CALLER);
        var partial = house.next("/partial");
        assertEquals("my invoice", partial.get("UnstableSpeechResult"));
        assertEquals("0", partial.get("SequenceNumber"));
        assertEquals("0.87", partial.get("Stability"));
        assertEquals("GET", partial.method());
        call.hush();
        assertEquals("my invoice", house.next("/chosen").get("SpeechResult"));
        assertEquals("my invoice", house.next("/partial").get("StableSpeechResult"));
    }

    @Test
    void endlessSpeechIsCutAtItsLongestTime() throws Exception {
        var call = asked("<Gather input='speech' action='/chosen' maxSpeechTime='2' speechTimeout='5' timeout='20'/>");
        call.sing(CALLER);
        assertEquals("my invoice", house.next("/chosen").get("SpeechResult"));
        var heard = utterances.poll(1, TimeUnit.SECONDS);
        assertEquals(2_300, AudioFiles.decode(heard.wav, "audio/wav").duration().toMillis(), 100);
    }

    @Test
    void nothingUnderstoodIsAnEmptyResult() throws Exception {
        answer = "{\"text\":\"\"}";
        var call = asked("<Gather input='speech' action='/chosen' speechTimeout='1' timeout='20'/>");
        say(call, 600);
        house.next("/next");
    }

    @Test
    void aBrokenServiceIsReportedAndTheDocumentGoesOn() throws Exception {
        answer = "I do not speak JSON";
        var call = asked("<Gather input='speech' action='/chosen' speechTimeout='1' timeout='20'/>");
        say(call, 600);
        house.next("/next");
        logged(11200);
    }

    @Test
    void withoutBargeInNobodyListensBeforeThePromptsEnd() throws Exception {
        var call = asked("<Gather input='speech' action='/chosen' bargeIn='false' speechTimeout='1' timeout='1'><Say>"
                + "What do you want from us ".repeat(2) + "</Say></Gather>");
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        say(call, 600);
        house.next("/next");
        assertTrue(utterances.isEmpty());
    }
}
