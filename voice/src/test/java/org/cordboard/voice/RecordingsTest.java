package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way of recording: when it begins, what is in it, what is told of it (Voice reference 5.6, 10).
class RecordingsTest extends MeetingHouse {
    private static final double AGENT = 1_300;
    private TestPhone dave;

    @BeforeEach
    void register() throws Exception {
        dave = registered("dave");
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        house.page("/file", _ -> "");
    }

    private Recording completed() throws Exception {
        return house.eventually(Recording.class, r -> r.status().equals("completed"));
    }

    private short[] channel(Recording recording, int index) throws Exception {
        var file = ByteBuffer.wrap(Files.readAllBytes(house.recordings.resolve(recording.file())))
                .order(ByteOrder.LITTLE_ENDIAN);
        var samples = new short[(file.limit() - 44) / 2 / recording.channels()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = file.getShort(44 + 2 * (i * recording.channels() + index));
        }
        return samples;
    }

    /// A dialled talk of half a second, recorded as the attributes say.
    private void talk(String attributes) throws Exception {
        house.answers("<Response><Dial action='/after' " + attributes + " recordingStatusCallback='/file'>"
                + "<Client>dave</Client></Dial></Response>");
        var call = call();
        call.sing(CALLER);
        var ringing = dave.rings();
        Thread.sleep(600);
        var answered = ringing.answer();
        answered.sing(AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(AGENT) && answered.ears.tone(CALLER)));
        Thread.sleep(500);
        answered.hangUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"do-not-record", "false"})
    void nothingIsRecordedUnlessAsked(String word) throws Exception {
        talk("record='" + word + "'");
        assertFalse(house.next("/after").has("RecordingUrl"));
        assertTrue(house.engine.read(v -> v.records(Recording.class)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "record-from-answer", "record-from-ringing"})
    void oneChannelHoldsBothAndFromRingingTheRinging(String word) throws Exception {
        talk("record='" + word + "'");
        var after = house.next("/after");
        var recording = completed();
        assertTrue(after.get("RecordingUrl").endsWith("/Recordings/" + recording.sid()));
        assertEquals(1, recording.channels());
        assertEquals("both", recording.track());
        var heard = channel(recording, 0);
        assertTrue(Loud.share(heard, CALLER) > 0.1 && Loud.share(heard, AGENT) > 0.1);
        assertEquals(word.endsWith("ringing"), Loud.share(heard, 480) > 0.01, "ringback");
        var file = house.next("/file");
        assertEquals("completed", file.get("RecordingStatus"));
        assertEquals("DialVerb", file.get("RecordingSource"));
        assertEquals(recording.call().value(), file.get("CallSid"));
        assertEquals(house.account.sid().value(), file.get("AccountSid"));
        assertEquals(after.get("RecordingUrl"), file.get("RecordingUrl"));
        assertEquals(recording.sid().value(), file.get("RecordingSid"));
        assertEquals(String.valueOf(recording.duration()), file.get("RecordingDuration"));
        assertEquals("1", file.get("RecordingChannels"));
        assertEquals("both", file.get("RecordingTrack"));
        assertTrue(file.get("RecordingStartTime").endsWith("+0000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record-from-answer-dual", "record-from-ringing-dual"})
    void twoChannelsHoldTheParentAndTheChild(String word) throws Exception {
        talk("record='" + word + "'");
        var recording = completed();
        assertEquals(2, recording.channels());
        assertTrue(Loud.share(channel(recording, 0), CALLER) > 0.8, "the parent alone");
        assertTrue(Loud.share(channel(recording, 0), AGENT) < 0.05);
        assertTrue(Loud.share(channel(recording, 1), AGENT) > 0.2);
        assertEquals(word.contains("ringing"), Loud.share(channel(recording, 1), 480) > 0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbound", "outbound"})
    void oneTrackIsMono(String track) throws Exception {
        talk("record='record-from-answer-dual' recordingTrack='" + track + "'");
        var recording = completed();
        assertEquals(1, recording.channels());
        assertEquals(track, recording.track());
        assertTrue(Loud.share(channel(recording, 0), track.equals("inbound") ? CALLER : AGENT) > 0.5);
        assertTrue(Loud.share(channel(recording, 0), track.equals("inbound") ? AGENT : CALLER) < 0.05);
    }

    /// A caller whom the Record verb listens to.
    private TestCall records(String attributes) throws Exception {
        house.answers("<Response><Record action='/after' playBeep='false' recordingStatusCallback='/file'"
                + " recordingStatusCallbackEvent='in-progress completed absent' " + attributes
                + "/><Redirect>/nothing</Redirect></Response>");
        house.page("/nothing", _ -> "<Response><Hangup/></Response>");
        var call = call();
        call.dialog();
        call.sing(CALLER);
        house.eventually(Recording.class, r -> r.status().equals("in-progress"));
        assertEquals("in-progress", house.next("/file").get("RecordingStatus"));
        return call;
    }

    @Test
    void onlyTheListedKeysEndARecord() throws Exception {
        var call = records("finishOnKey='9*' method='GET'");
        call.press("1");
        call.press("5");
        Thread.sleep(600);
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/after")));
        call.press("*");
        var after = house.next("/after");
        assertEquals("*", after.get("Digits"));
        assertEquals("GET", after.method());
        assertEquals(completed().sid().value(), after.get("RecordingSid"));
        assertEquals(String.valueOf(completed().duration()), after.get("RecordingDuration"));
        assertFalse(after.get("RecordingUrl").endsWith(".wav"));
    }

    @Test
    void itsLongestTimeAndSilenceEndARecordWithoutADigit() throws Exception {
        records("maxLength='1'");
        var after = house.next("/after");
        assertEquals("", after.get("Digits"));
        assertEquals("1", after.get("RecordingDuration"));
    }

    @Test
    void silenceAfterWordsEndsARecordAndIsTrimmedUnlessToldOtherwise() throws Exception {
        var call = records("timeout='2' trim='do-not-trim'");
        Thread.sleep(1_000);
        call.hush();
        house.next("/after");
        long kept = AudioFiles.read(house.recordings.resolve(completed().file())).duration().toMillis();
        assertTrue(kept > 2_400, "with the silence: " + kept);
    }

    @Test
    void trimmedSilenceIsNotInTheFile() throws Exception {
        var call = records("timeout='2' trim='trim-silence'");
        Thread.sleep(1_000);
        call.hush();
        house.next("/after");
        long kept = AudioFiles.read(house.recordings.resolve(completed().file())).duration().toMillis();
        assertTrue(kept < 2_400, "without the silence: " + kept);
    }

    @Test
    void aCallerWhoHangsUpIsRecordedAndTheActionHearsHangup() throws Exception {
        var call = records("");
        Thread.sleep(600);
        call.hangUp();
        var after = house.next("/after");
        assertEquals("hangup", after.get("Digits"));
        assertEquals("completed", after.get("CallStatus"));
        assertEquals("completed", house.next("/file").get("RecordingStatus"));
    }

    @Test
    void nothingButSilenceIsAbsentAndTheDocumentGoesOn() throws Exception {
        house.answers("<Response><Record action='/after' playBeep='false' timeout='2' recordingStatusCallback='/file'"
                + " recordingStatusCallbackEvent='absent'/><Redirect>/nothing</Redirect></Response>");
        house.page("/nothing", _ -> "<Response><Hangup/></Response>");
        call().dialog();
        house.next("/nothing");
        var absent = house.next("/file");
        assertEquals("absent", absent.get("RecordingStatus"));
        assertEquals("16102", absent.get("ErrorCode"));
        assertFalse(absent.has("RecordingDuration"));
        assertEquals(16102, house.eventually(Recording.class, r -> r.status().equals("absent"))
                .errorCode());
    }

    @Test
    void withoutAnActionTheDocumentIsAskedAgainWithTheRecording() throws Exception {
        house.page("/voice", asked -> asked.has("RecordingSid")
                ? "<Response><Hangup/></Response>"
                : "<Response><Record playBeep='false' maxLength='1'/></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        var call = call();
        call.dialog();
        call.sing(CALLER);
        house.next("/voice");
        assertTrue(house.next("/voice").has("RecordingSid"));
    }

    @Test
    void aRedirectFinishesAndKeepsARunningRecord() throws Exception {
        records("");
        Thread.sleep(500);
        house.page("/elsewhere", _ -> "<Response><Pause length='20'/></Response>");
        var sid = house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS).sid();
        house.voice
                .calls()
                .redirect(sid, new Twiml.Fetched(house.url("/elsewhere"), HttpMethod.POST, null), Options.NONE);
        house.next("/elsewhere");
        completed();
        assertEquals("in-progress", house.next("/after").get("CallStatus"));
    }

    @Test
    void aStartedRecordingRunsBesideTheDocumentUntilItIsStopped() throws Exception {
        house.answers("<Response><Start><Recording channels='dual' trim='do-not-trim' recordingStatusCallback='"
                + house.url("/file") + "'"
                + " recordingStatusCallbackMethod='GET' recordingStatusCallbackEvent='completed'/></Start><Say>"
                + "Words to record".repeat(2) + "</Say><Stop><Recording/></Stop><Pause length='20'/></Response>");
        var call = call();
        call.sing(CALLER);
        var file = house.next("/file");
        assertEquals("GET", file.method());
        assertEquals("StartCallRecordingAPI", file.get("RecordingSource"));
        assertFalse(call.over());
        var recording = completed();
        assertTrue(Loud.share(channel(recording, 0), CALLER) > 0.5);
        assertTrue(Loud.share(channel(recording, 1), House.SPEECH) > 0.5);
    }

    private Call restCall(String... pairs) throws Exception {
        house.page("/quiet", _ -> "<Response><Pause length='30'/></Response>");
        return house.voice
                .calls()
                .create(
                        house.account,
                        "client:dave",
                        House.NUMBER,
                        new Twiml.Fetched(house.url("/quiet"), HttpMethod.POST, null),
                        options(pairs));
    }

    @Test
    void aCallRecordedFromTheStartNamesItsRecordingInTheLastCallback() throws Exception {
        house.page("/status", _ -> "");
        restCall(
                "Record", "true", "RecordingChannels", "dual", "Trim", "do-not-trim",
                "StatusCallback", house.url("/status"), "RecordingStatusCallback", house.url("/file"));
        var answered = dave.rings().answer();
        answered.sing(AGENT);
        house.eventually(Recording.class, r -> r.source().equals("OutboundAPI"));
        Thread.sleep(1_200);
        answered.hangUp();
        var file = house.next("/file");
        assertEquals("OutboundAPI", file.get("RecordingSource"));
        assertEquals("2", file.get("RecordingChannels"));
        var status = house.next("/status");
        assertEquals(file.get("RecordingSid"), status.get("RecordingSid"));
        assertEquals(file.get("RecordingUrl"), status.get("RecordingUrl"));
        assertTrue(Integer.parseInt(status.get("RecordingDuration")) >= 1);
        assertTrue(Loud.share(channel(completed(), 0), AGENT) > 0.5, "what came from the callee is the first channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "skip"})
    void aPauseIsSilenceOrNothingAndStoppedIsFinal(String behaviour) throws Exception {
        var call = restCall();
        var answered = dave.rings().answer();
        answered.sing(AGENT);
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        var calls = house.voice.calls();
        var recording = calls.record(call.sid(), options("RecordingTrack", "inbound"));
        assertEquals("StartCallRecordingAPI", recording.source());
        assertEquals(
                16108,
                assertThrows(ControlFailure.class, () -> calls.record(call.sid(), Options.NONE))
                        .code());
        Thread.sleep(500);
        assertEquals("paused", calls.control(recording.sid(), "paused", options("PauseBehavior", behaviour)).status());
        Thread.sleep(1_500);
        assertEquals("in-progress", calls.control(recording.sid(), "in-progress", Options.NONE).status());
        Thread.sleep(500);
        calls.control(recording.sid(), "stopped", Options.NONE);
        var samples = channel(completed(), 0);
        double silent = 0;
        for (var sample : samples) {
            silent += Math.abs(sample) < 50 ? 1 : 0;
        }
        boolean longPause = silent / 8_000 > 1.2;
        assertEquals(behaviour.equals("silence"), longPause, silent + " of " + samples.length + " samples are silent");
        assertEquals(
                16114,
                assertThrows(
                                ControlFailure.class,
                                () -> calls.control(recording.sid(), "in-progress", Options.NONE))
                        .code());
    }

    @Test
    void aRecordingThatDiedWithTheProcessIsCompletedByWhatItsFileHolds() throws Exception {
        var sid = new RecordingSid("RE" + "3".repeat(32));
        Files.write(house.recordings.resolve(sid + ".wav"), Sound.tone(CALLER, 3_000));
        house.put(new Recording(
                sid,
                house.account.sid(),
                new CallSid("CA" + "3".repeat(32)),
                null,
                "in-progress",
                "RecordVerb",
                1,
                "inbound",
                null,
                null,
                sid + ".wav",
                Instant.now(),
                Map.of(),
                Instant.now(),
                Instant.now()));
        house.restartVoice();
        assertEquals(3, completed().duration());
    }
}
