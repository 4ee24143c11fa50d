package org.cordboard.media.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.Level;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpeechTest {
    private static double loudness(Clip clip) {
        return Math.sqrt((double) Level.energy(clip.toArray(), clip.length()) / clip.length());
    }

    private static void assertSpeech(Clip clip, double leastSeconds, double mostSeconds) {
        double seconds = clip.length() / 8_000.0;
        assertTrue(seconds >= leastSeconds && seconds <= mostSeconds, seconds + " s");
        assertTrue(loudness(clip) > 500, "loudness " + loudness(clip));
    }

    @Test
    void aPlainMachineSpeaksEnglish() throws Exception {
        var speech = InstalledSpeech.with(new FreeTtsSpeech());
        assertSpeech(speech.say(SpeechRequest.english("Welcome to the writers. Please hold the line.")), 2, 6);
        assertThrows(SpeechException.class, () -> speech.say(new SpeechRequest("Guten Tag", "de-DE", "")));
    }

    @Test
    void espeakSpeaksManyLanguages() throws Exception {
        Assumptions.assumeTrue(EspeakSpeech.isInstalled(), "espeak-ng is not installed");
        var speech = InstalledSpeech.with(EspeakSpeech.start());
        assertTrue(speech.languages().containsAll(Set.of("en", "de", "fr", "es", "ja", "pt", "cmn", "zh")));
        assertSpeech(speech.say(SpeechRequest.english("Welcome to the writers. Please hold the line.")), 2, 5);
        assertSpeech(speech.say(new SpeechRequest("Willkommen, bitte warten Sie einen Moment.", "de-DE", "Polly.Hans")), 1.5, 5);
        assertSpeech(speech.say(new SpeechRequest("お電話ありがとうございます。只今大変混み合っております。", "ja-JP", "")), 3, 8);
        assertThrows(SpeechException.class, () -> speech.say(new SpeechRequest("x", "xx-XX", "")));
        assertTrue(loudness(speech.say(SpeechRequest.english("-v de --stdin"))) > 100, "options in the text are only text");
    }

    @Test
    void markupShapesTheSpeech() throws Exception {
        Assumptions.assumeTrue(EspeakSpeech.isInstalled(), "espeak-ng is not installed");
        var speech = InstalledSpeech.with(EspeakSpeech.start());
        int plain = speech.say(SpeechRequest.english("One two three")).length();
        int broken = speech.say(SpeechRequest.english("One <break time=\"2s\"/> two three")).length();
        assertTrue(broken - plain > 14_000 && broken - plain < 24_000, "a pause of two seconds: " + (broken - plain));
        assertTrue(speech.say(SpeechRequest.english("<prosody rate=\"x-slow\">One two three</prosody>")).length() > plain * 1.4);
    }

    @Test
    void markupIsReadAsUtterances() {
        var heard = Ssml.parse("Your code is <say-as interpret-as=\"digits\">12 34</say-as><break strength=\"strong\"/>"
                + "<lang xml:lang=\"fr-FR\">merci</lang> &amp; <w role=\"x\">bye</w><p>End</p>", "en-US");
        assertEquals("Your code is", heard.get(0).text());
        assertEquals("1, 2, 3, 4", heard.get(1).text());
        assertEquals(800, heard.get(2).pauseMillis());
        assertEquals("fr-FR", heard.get(3).language());
        assertEquals("&", heard.get(4).text());
        assertEquals("bye", heard.get(5).text());
        assertEquals("End", heard.get(6).text());
        assertEquals("AT&T <3 you", Ssml.parse("AT&T <3 you", "en-US").getFirst().text());
        assertEquals("a  b", Ssml.parse("a <b>b", "en-US").getFirst().text());
        var entity = Ssml.parse("<!DOCTYPE say [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>&x;", "en-US");
        assertTrue(entity.stream().noneMatch(u -> u.text().contains("root:")));
        assertEquals("21st", SayAs.read("21", "ordinal"));
        assertEquals("12th", SayAs.read("12", "ordinal"));
    }

    @Test
    void publishedVoiceNamesMeanALanguageAndAMansOrWomansVoice() {
        assertEquals(new Voice("de-DE", true), Voice.named("Polly.Hans", ""));
        assertEquals(new Voice("en-US", false), Voice.named("Polly.Joanna-Neural", ""));
        assertEquals(new Voice("fr-FR", false), Voice.named("Polly.Joanna", "fr-FR"));
        assertEquals(new Voice("en-GB", true), Voice.named("Google.en-GB-Wavenet-B", ""));
        assertEquals(new Voice("en-US", true), Voice.named("man", ""));
        assertEquals(new Voice("es-ES", false), Voice.named("alice", "es-ES"));
        assertEquals(new Voice("en-US", false), Voice.named("Somebody.Else", ""));
    }

    @Test
    void textBeyondTheLimitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SpeechRequest.english("x".repeat(4_097)));
    }

    @Test
    void japaneseIsReadAsItIsPronounced() {
        assertEquals("ニホンゴ オ ハナシマス".replace(" ", ""), JapaneseReading.of("日本語を話します").replace(" ", ""));
        assertEquals("ジュウイチガツミッカ", JapaneseReading.of("11月3日").replace(" ", ""));
        assertEquals("ゴジサンジュップン", JapaneseReading.of("5時30分").replace(" ", ""));
        assertEquals("サンビャクロクジュウヨエン", JapaneseReading.of("364円").replace(" ", ""));
        assertEquals("サンマンニセンゴヒャク", JapaneseReading.number(32_500));
        assertEquals("イッセンマン", JapaneseReading.number(10_000_000));
        assertEquals("ゼロサン", JapaneseReading.of("03").replace(" ", ""));
        assertEquals("フタリ", JapaneseReading.of("２人").replace(" ", ""));
    }

    @Test
    void aServiceCanSpeak() throws Exception {
        var asked = new java.util.concurrent.atomic.AtomicReference<String>("");
        var server = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/say", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes()));
            boolean known = "Bearer key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("Content-Type", "audio/ulaw");
            exchange.sendResponseHeaders(known ? 200 : 401, known ? 800 : -1);
            if (known) {
                exchange.getResponseBody().write(new byte[800]);
            }
            exchange.close();
        });
        server.start();
        var address = java.net.URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/say");
        try (var speech = new HttpSpeech(address, "Bearer key", Set.of("en"));
                var stranger = new HttpSpeech(address, "", Set.of("en"))) {
            assertEquals(800, speech.say(SpeechRequest.english("a & b")).length());
            assertEquals("text=a+%26+b&language=en-US&voice=", asked.get());
            assertThrows(SpeechException.class, () -> stranger.say(SpeechRequest.english("a")));
        } finally {
            server.stop(0);
        }
    }

    private static final class Counting implements Speech {
        final AtomicInteger said = new AtomicInteger();

        @Override
        public Clip say(SpeechRequest request) {
            said.incrementAndGet();
            return new Clip(new short[] {(short) request.text().length(), 2, (short) -3});
        }

        @Override
        public Set<String> languages() {
            return Set.of("en");
        }
    }

    @Test
    void whatWasSpokenIsRememberedInMemoryAndAcrossARestart(@TempDir Path directory) throws Exception {
        var inner = new Counting();
        var cached = new CachedSpeech(inner, directory, 1 << 20);
        var first = cached.say(SpeechRequest.english("hello"));
        assertSame(first, cached.say(SpeechRequest.english("hello")));
        assertEquals(1, inner.said.get());
        cached.say(new SpeechRequest("hello", "en-GB", ""));
        assertEquals(2, inner.said.get());
        var again = new CachedSpeech(inner, directory, 1 << 20).say(SpeechRequest.english("hello"));
        assertEquals(2, inner.said.get());
        assertArrayEquals(first.toArray(), again.toArray());
    }

    @Test
    void theCacheStaysWithinItsBound(@TempDir Path directory) throws Exception {
        var cached = new CachedSpeech(new Counting(), directory, 60);
        for (int i = 0; i < 50; i++) {
            cached.say(SpeechRequest.english("text " + i));
        }
        try (var files = Files.list(directory)) {
            assertTrue(files.count() <= 10);
        }
    }
}
