package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Say, Play and Pause: what is spoken and fetched, how often and how long (Voice reference 5.1 to 5.3).
class PromptsTest extends HouseTest {
    private long secondsUntil(String verbs) throws Exception {
        house.page("/done", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response>" + verbs + "<Redirect>/done</Redirect></Response>");
        var call = call();
        call.dialog();
        long started = System.nanoTime();
        house.next("/done");
        return (System.nanoTime() - started) / 1_000_000;
    }

    @Test
    void sayHandsOnItsVoiceLanguageAndMarkup() throws Exception {
        secondsUntil("<Say voice='Polly.Hans' language='de-DE'>Hallo <break time='1s'/> du</Say><Say>Hi</Say>");
        assertTrue(house.spoken.contains(
                new SpeechRequest("Hallo <break time=\"1s\"></break> du", "de-DE", "Polly.Hans")));
        assertTrue(house.spoken.contains(new SpeechRequest("Hi", "en-US", "")));
    }

    @Test
    void sayIsRepeatedAsOftenAsItsLoopSays() throws Exception {
        long once = secondsUntil("<Say>Ten letter</Say>");
        long thrice = secondsUntil("<Say loop='3'>Ten letter</Say>");
        assertTrue(thrice - once > 900, once + " and " + thrice);
    }

    @Test
    void aNoughtAsLoopLastsAsLongAsTheCall() throws Exception {
        house.site("/tune", _ -> new Answer(200, "audio/wav", Sound.tone(1_000, 200), Map.of()));
        house.answers("<Response><Play loop='0'>/tune</Play></Response>");
        var call = call();
        call.dialog();
        Thread.sleep(1_500);
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(1_000)));
        assertFalse(call.over());
    }

    @Test
    void playResolvesItsAddressAndTellsNothingOfTheCall() throws Exception {
        house.site("/sounds/tune.wav", _ -> new Answer(200, "audio/wav", Sound.tone(1_000, 600), Map.of()));
        house.page("/deep/voice", _ -> "<Response><Play loop='2'>../sounds/tune.wav</Play></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/deep/voice")));
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(1_000)));
        var asked = house.next("/sounds/tune.wav");
        assertEquals("GET", asked.method());
        assertTrue(asked.fields().list().isEmpty());
        assertTrue(asked.headers().containsKey("X-twilio-signature"));
        assertEquals(200, call.end(House.PATIENCE));
    }

    @Test
    void pauseLastsItsSecondsAndOneWithoutALength() throws Exception {
        assertTrue(secondsUntil("<Gather timeout='0'/><Pause/>") >= 950);
        assertTrue(secondsUntil("<Gather timeout='0'/><Pause length='2'/>") >= 1_950);
    }

    @Test
    void emptyAndOverlongSayingsAreSkippedWithTheirWarnings() throws Exception {
        secondsUntil("<Say/><Say>" + "x".repeat(4_097) + "</Say><Say loop='x' language='tlh-XX'>Hi</Say>");
        logged(13520);
        logged(13521);
        logged(13510);
    }

    @Test
    void markupIsHeardInTheLengthOfWhatIsSaid() throws Exception {
        var folders = List.of(System.getenv("PATH").split(":"));
        Assumptions.assumeTrue(
                folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, "espeak-ng"))),
                "espeak-ng is not installed");
        var speech = InstalledSpeech.find();
        int plain = length(speech, "One two three");
        assertTrue(length(speech, "One <break time='2s'/> two three") - plain > 12_000, "break");
        assertTrue(length(speech, "<prosody rate='x-slow'>One two three</prosody>") > plain * 1.2, "prosody");
        assertTrue(
                length(speech, "One two <sub alias='three and a great deal more than that'>three</sub>") > plain * 1.3,
                "sub");
        assertTrue(
                length(speech, "<say-as interpret-as='digits'>123456</say-as>") > length(speech, "six") * 2, "say-as");
        assertTrue(length(speech, "<s>One two three</s><s>One two three</s>") > plain * 1.5, "s");
        assertTrue(length(speech, "<p>One two three</p><p>One two three</p>") > plain * 1.5, "p");
        assertTrue(length(speech, "<emphasis level='strong'>One two three</emphasis>") > plain * 0.7, "emphasis");
        assertEquals(plain, length(speech, "<unknown>One two three</unknown>"), plain * 0.2, "unknown tags are read through");
    }

    private static int length(org.cordboard.media.speech.Speech speech, String text) throws Exception {
        return speech.say(SpeechRequest.english(text)).length();
    }
}
