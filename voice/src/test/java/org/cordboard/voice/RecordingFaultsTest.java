package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.recording.RecordingFile;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Recordings on bad days, and what is made of finished ones (Voice reference 10.2 to 10.4).
class RecordingFaultsTest extends MeetingHouse {
    private static final double AGENT = 1_300;
    private TestPhone dave;

    @BeforeEach
    void register() throws Exception {
        dave = registered("dave");
        house.page("/file", _ -> "");
    }

    private Call restCall(String... pairs) {
        var twiml = new Twiml.Inline("<Response><Say>Hello there</Say><Pause length='60'/></Response>");
        return house.voice.calls().create(house.account, "client:dave", House.NUMBER, twiml, options(pairs));
    }

    private Recording recording(String status) throws Exception {
        return house.eventually(Recording.class, r -> r.status().equals(status));
    }

    @Test
    void aFolderThatTakesNoFileCostsTheRecordingAndNotTheCall() throws Exception {
        Files.delete(house.recordings);
        Files.createFile(house.recordings);
        try {
            restCall("Record", "true");
            var answered = dave.rings().answer();
            assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)), "the document runs");
            logged(12400);
            assertFalse(answered.over());
        } finally {
            Files.delete(house.recordings);
        }
    }

    @Test
    void callbacksOfOneRecordingComeInOrderHoweverSlowTheApplicationIs() throws Exception {
        var held = new CountDownLatch(1);
        house.site("/file", request -> {
            try {
                if (request.get("RecordingStatus").equals("in-progress")) {
                    held.await(60, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.of(204);
        });
        restCall(
                "Record", "true", "Trim", "do-not-trim", "RecordingStatusCallback", house.url("/file"),
                "RecordingStatusCallbackEvent", "in-progress completed");
        var answered = dave.rings().answer();
        assertEquals("in-progress", house.next("/file").get("RecordingStatus"));
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)));
        answered.hangUp();
        recording("completed");
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/file")), "not before the first was taken");
        held.countDown();
        assertEquals("completed", house.next("/file").get("RecordingStatus"));
        assertTrue(Ears.within(House.PATIENCE, () -> promises() == 0), "nobody is left to be told");
    }

    private long promises() {
        return house.engine.read(view -> view.records(Setting.class)).stream()
                .filter(setting -> setting.name().startsWith("promised-recording."))
                .count();
    }

    @Test
    void oneStoppedAtOnceIsAbsentAsTooShort() throws Exception {
        var call = restCall();
        dave.rings().answer().hush();
        house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        var calls = house.voice.calls();
        var begun = calls.record(
                call.sid(),
                options(
                        "RecordingTrack", "inbound", "Trim", "trim-silence",
                        "RecordingStatusCallback", house.url("/file"), "RecordingStatusCallbackEvent", "absent"));
        calls.control(begun.sid(), "stopped", options());
        assertEquals(16101, recording("absent").errorCode());
        var told = house.next("/file");
        assertEquals("absent", told.get("RecordingStatus"));
        assertEquals("16101", told.get("ErrorCode"));
        assertFalse(told.has("RecordingDuration"));
    }

    @Test
    void oneThatDiedWithTheProcessIsCompletedByItsFileAndToldAtTheNextStart() throws Exception {
        var sid = new RecordingSid("RE" + "3".repeat(32));
        Files.write(house.recordings.resolve(sid + ".wav"), Sound.tone(AGENT, 2_400));
        var promise = "{\"url\":\"" + house.url("/file") + "\",\"method\":\"POST\",\"events\":\"completed absent\"}";
        house.put(
                new Recording(
                        sid,
                        house.account.sid(),
                        new CallSid("CA" + "3".repeat(32)),
                        null,
                        "paused",
                        "DialVerb",
                        1,
                        "both",
                        null,
                        null,
                        sid + ".wav",
                        Instant.now(),
                        Map.of(),
                        Instant.now(),
                        Instant.now()),
                new Setting("promised-recording." + sid, promise));
        house.restartVoice();
        var told = house.next("/file");
        assertEquals("completed", told.get("RecordingStatus"));
        assertEquals("3", told.get("RecordingDuration"), "rounded up as always");
        assertEquals(sid.value(), told.get("RecordingSid"));
        assertEquals("CA" + "3".repeat(32), told.get("CallSid"));
        assertEquals(3, recording("completed").duration());
        assertTrue(Ears.within(House.PATIENCE, () -> promises() == 0));
    }

    @Test
    void mp3AndOneChannelAreMadeOfWhatWasRecorded() throws Exception {
        restCall("Record", "true", "RecordingChannels", "dual", "Trim", "do-not-trim");
        var answered = dave.rings().answer();
        answered.sing(AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)));
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.silence()));
        answered.hangUp();
        var recording = recording("completed");
        var renderings = house.voice.stage().recordings().renderings();
        var mixed = renderings.of(recording, false, 1).orElseThrow();
        assertEquals(1, RecordingFile.open(mixed).channels());
        var both = AudioFiles.read(mixed);
        assertTrue(Loud.share(both, AGENT) > 0.1 && Loud.share(both, House.SPEECH) > 0.1, "both sides are in it");
        var mp3 = renderings.of(recording, true, 1).orElseThrow();
        var heard = AudioFiles.read(mp3);
        assertTrue(Loud.share(heard, AGENT) > 0.1 && Loud.share(heard, House.SPEECH) > 0.1);
        assertTrue(Math.abs(heard.duration().toMillis() - both.duration().toMillis()) < 300);
        assertTrue(Files.size(mp3) < Files.size(mixed) / 2);
        assertEquals(mp3, renderings.of(recording, true, 1).orElseThrow(), "kept for the next one who asks");
        Files.delete(house.recordings.resolve(recording.file()));
        assertTrue(renderings.of(recording, true, 2).isEmpty(), "nothing is made of nothing");
    }

    @Test
    void theMixHoldsThoseWhoAreHeardByAllAndNobodyElse() throws Exception {
        var first = join(0, QUIET + " record='record-from-start' trim='do-not-trim'");
        var muted = join(1, QUIET + " muted='true'");
        recording("in-progress");
        var coach = join(2, QUIET + " coach='" + callOf(1) + "'");
        var held = join(3, QUIET + " muted='true'");
        var sid = conference("in-progress");
        var control = house.voice.conferences();
        control.update(sid, callOf(3), options("Hold", "true"));
        control.update(sid, callOf(3), options("Muted", "false"));
        assertTrue(Ears.within(House.PATIENCE, held.ears::sound), "music for the held one");
        assertTrue(Ears.within(House.PATIENCE, () -> muted.ears.among(PITCH[2]) && muted.ears.among(PITCH[0])));
        assertTrue(Ears.within(House.PATIENCE, () -> coach.ears.tone(PITCH[0])));
        Thread.sleep(1_000);
        assertFalse(first.over());
        control.end(sid);
        var clip = AudioFiles.read(house.recordings.resolve(recording("completed").file()));
        assertTrue(Loud.share(clip, PITCH[0]) > 0.9, "him who may be heard: " + Loud.share(clip, PITCH[0]));
        for (int other : new int[] {1, 2, 3}) {
            assertTrue(Loud.share(clip, PITCH[other]) < 0.01, PITCH[other] + " Hz");
        }
    }
}
