package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.House.Asked;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.recognition.RecognitionFailure;
import org.cordboard.voice.recognition.Recogniser;
import org.junit.jupiter.api.Test;

/// Real-time transcription (Voice reference 5.10 and 15.7): callers sing, the house speaks in its own tone, and the
/// recogniser here knows both by ear. What it was given is what was said, so the text tells the tracks apart.
class TranscriptionTest extends HouseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean broken;
    private volatile String language;
    private volatile String hints;

    @Override
    Recogniser recogniser() {
        return utterance -> {
            asked.incrementAndGet();
            if (broken) {
                throw new RecognitionFailure("out of words", null);
            }
            language = utterance.language();
            hints = utterance.hints();
            return new Recogniser.Heard(words(utterance.wav()), 0.9);
        };
    }

    private static String words(byte[] wav) {
        try {
            var ears = new Ears();
            var text = "";
            var source = AudioFiles.decode(wav, "audio/wav").once();
            var frame = new short[AudioSource.FRAME];
            while (source.read(frame) == frame.length) {
                ears.frame(frame, frame);
                text = ears.tone(CALLER) ? "caller" : ears.tone(House.SPEECH) ? "house" : text;
            }
            return text;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TestCall answered(String attributes, String rest) throws Exception {
        house.page("/text", _ -> "");
        house.page("/after", _ -> "<Response><Gather numDigits='1' timeout='60' action='/stop'/></Response>");
        house.answers("<Response><Say>Hi</Say><Start><Transcription name='words' statusCallbackUrl='/text' " + attributes
                + "/></Start>" + rest + "</Response>");
        var call = call("+15557770001", House.NUMBER);
        call.dialog();
        return call;
    }

    private Asked event(String event) throws Exception {
        var told = house.next("/text");
        assertEquals(event, told.get("TranscriptionEvent"));
        return told;
    }

    /// The next result of that track that is final or not, as asked.
    private Asked result(String track, boolean complete) throws Exception {
        while (true) {
            var told = event("transcription-content");
            if (told.get("Track").equals(track) && told.get("Final").equals(Boolean.toString(complete))) {
                return told;
            }
        }
    }

    /// As long as a word or two.
    private static void say(TestCall call) throws Exception {
        call.sing(CALLER);
        Thread.sleep(1_200);
        call.hush();
    }

    private static String transcript(Asked told) throws Exception {
        return JSON.readTree(told.get("TranscriptionData")).path("transcript").asText();
    }

    @Test
    void bothTracksAreToldWithTheirWords() throws Exception {
        var call = answered(
                "languageCode='en-GB' hints='invoice, order' inboundTrackLabel='customer' outboundTrackLabel='agent'"
                        + " transcriptionEngine='google' speechModel='telephony' profanityFilter='false'",
                "<Redirect>/after</Redirect>");
        var started = event("transcription-started");
        assertTrue(started.get("TranscriptionSid").matches("GT[0-9a-f]{32}"));
        assertEquals(house.account.sid().value(), started.get("AccountSid"));
        assertEquals("1", started.get("SequenceId"));
        assertEquals("both_tracks", started.get("Track"));
        assertEquals("en-GB", started.get("LanguageCode"));
        assertEquals("customer", started.get("InboundTrackLabel"));
        assertEquals("agent", started.get("OutboundTrackLabel"));
        assertEquals("google", started.get("TranscriptionEngine"));
        assertEquals("false", started.get("PartialResults"));
        var provider = JSON.readTree(started.get("ProviderConfiguration"));
        assertEquals("false", provider.path("profanityFilter").asText());
        assertEquals("true", provider.path("enableAutomaticPunctuation").asText());
        assertTrue(started.get("Timestamp").matches("\\d{4}-.*Z"));
        assertFalse(started.has("From"), "only what is published");
        house.next("/after");
        say(call);
        var content = result("inbound_track", true);
        assertEquals("caller", transcript(content));
        assertEquals(0.9, JSON.readTree(content.get("TranscriptionData")).path("confidence").asDouble());
        assertEquals("en-GB", content.get("LanguageCode"));
        assertEquals(started.get("TranscriptionSid"), content.get("TranscriptionSid"));
        assertFalse(content.has("Stability"));
        assertEquals("en-GB", language);
        assertEquals("invoice, order", hints);
        call.hangUp();
        assertEquals(started.get("TranscriptionSid"), event("transcription-stopped").get("TranscriptionSid"));
    }

    @Test
    void whatTheHouseSaysIsTheOutboundTrack() throws Exception {
        answered("track='outbound_track'", "<Say>" + "Good day ".repeat(5) + "</Say><Redirect>/after</Redirect>");
        event("transcription-started");
        assertEquals("house", transcript(result("outbound_track", true)));
    }

    @Test
    void partialResultsComeWhileSomebodySpeaksAndAreFollowedByTheFinalOne() throws Exception {
        var call = answered("track='inbound_track' partialResults='true'", "<Redirect>/after</Redirect>");
        assertEquals("true", event("transcription-started").get("PartialResults"));
        call.sing(CALLER);
        var partial = event("transcription-content");
        assertEquals("false", partial.get("Final"));
        assertEquals("0.9", partial.get("Stability"));
        assertEquals("caller", transcript(partial));
        call.hush();
        var last = result("inbound_track", true);
        assertEquals("caller", transcript(last));
        assertTrue(Integer.parseInt(last.get("SequenceId")) > Integer.parseInt(partial.get("SequenceId")));
    }

    @Test
    void aDocumentStopsItByNameAndWhatWasBeingSaidIsStillTold() throws Exception {
        house.page("/stop", _ -> "<Response><Stop><Transcription name='words'/></Stop><Pause length='60'/></Response>");
        var call = answered("track='inbound_track'", "<Redirect>/after</Redirect>");
        event("transcription-started");
        house.next("/after");
        call.sing(CALLER);
        Thread.sleep(1_000);
        call.press("1");
        assertEquals("caller", transcript(result("inbound_track", true)));
        event("transcription-stopped");
        assertFalse(call.over());
    }

    @Test
    void restStartsItAndStopsItBySid() throws Exception {
        house.page("/text", _ -> "");
        house.answers("<Response><Say>Hi</Say><Pause length='60'/></Response>");
        var call = call("+15557770001", House.NUMBER);
        call.dialog();
        var sid = house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS).sid();
        var transcriptions = house.voice.callTranscriptions();
        var made = transcriptions.start(
                sid,
                new Options(Map.of(
                        "Track", List.of("inbound_track"),
                        "Name", List.of("mine"),
                        "StatusCallbackUrl", List.of(house.url("/text")),
                        "StatusCallbackMethod", List.of("GET"))));
        var started = event("transcription-started");
        assertEquals("GET", started.method());
        assertEquals("mine", started.get("Name"));
        assertTrue(transcriptions.stop(sid, "nobody").isEmpty());
        say(call);
        assertEquals("caller", transcript(result("inbound_track", true)));
        assertEquals(made.sid(), transcriptions.stop(sid, "mine").orElseThrow().sid());
        assertFalse(made.running());
        event("transcription-stopped");
        var over = assertThrows(
                ControlFailure.class,
                () -> transcriptions.start(house.voice.stage().sids().call(), Options.NONE));
        assertEquals(21220, over.code());
    }

    @Test
    void aRecogniserThatFailsIsReportedOnceAndEndsTheTranscriptionWhenItKeepsFailing() throws Exception {
        broken = true;
        var call = answered("track='inbound_track'", "<Redirect>/after</Redirect>");
        event("transcription-started");
        house.next("/after");
        say(call);
        var error = event("transcription-error");
        assertEquals("32651", error.get("TranscriptionErrorCode"));
        assertEquals("out of words", error.get("TranscriptionError"));
        assertEquals("0", logged(32651).log());
        for (int utterance = 2; utterance <= 3; utterance++) {
            say(call);
            int wanted = utterance;
            assertTrue(Ears.within(House.PATIENCE, () -> asked.get() >= wanted));
        }
        event("transcription-stopped");
        assertFalse(call.over());
    }
}
