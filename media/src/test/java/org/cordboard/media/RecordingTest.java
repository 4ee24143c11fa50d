package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.recording.Recording;
import org.cordboard.media.recording.RecordingFile;
import org.cordboard.media.recording.RecordingSettings;
import org.cordboard.media.recording.RecordingSettings.Channels;
import org.cordboard.media.recording.RecordingSettings.Track;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(40)
class RecordingTest {
    private static final int LOUD = 250;

    @TempDir
    private Path directory;

    private MediaEngine engine;
    private Peer peer;
    private MediaEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback());
        peer = new Peer();
        endpoint = engine.openRtp(new MediaListener() {});
        peer.talkTo(endpoint).tone(500);
        peer.hear(5);
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        peer.close();
    }

    private Recording record(RecordingSettings settings) throws Exception {
        var recording = engine.record(settings);
        endpoint.tap(recording);
        return recording;
    }

    private static Recording.Result result(Recording recording) throws Exception {
        return recording.finished().get(10, TimeUnit.SECONDS);
    }

    private static short[] channel(Path file, int index, int channels) throws Exception {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var samples = new short[(bytes.limit() - 44) / 2 / channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = bytes.getShort(44 + 2 * (i * channels + index));
        }
        return samples;
    }

    @Test
    void aDualRecordingHasEachSideOnItsChannel() throws Exception {
        endpoint.play(Sounds.tone(1_200, Duration.ofMinutes(1)));
        peer.hear(5);
        var file = directory.resolve("dual.wav");
        var recording = record(RecordingSettings.of(file, Channels.DUAL));
        Peer.await("for a second", () -> recording.length().toMillis() >= 1_000);
        recording.stop();
        var result = result(recording);
        assertEquals(Recording.EndedBy.STOP, result.endedBy());
        assertTrue(result.length().toMillis() >= 1_000 && result.length().toMillis() < 1_200);
        assertTrue(Peer.share(500, channel(file, 0, 2)) > 0.9);
        assertTrue(Peer.share(1_200, channel(file, 1, 2)) > 0.9);
        var one = new ByteArrayOutputStream();
        RecordingFile.open(file).writeWav(one, 1);
        assertEquals(RecordingFile.open(file).wavLength(1), one.size());
        var mixed = AudioFiles.decode(one.toByteArray(), "").toArray();
        assertTrue(Peer.share(500, mixed) > 0.3 && Peer.share(1_200, mixed) > 0.3);
    }

    @Test
    void aMonoRecordingCanBeOfOneSide() throws Exception {
        endpoint.play(Sounds.tone(1_200, Duration.ofMinutes(1)));
        var file = directory.resolve("mono.wav");
        var recording = record(new RecordingSettings(
                file, Channels.MONO, Track.INBOUND, false, Duration.ofMillis(600), Duration.ZERO));
        var result = result(recording);
        assertEquals(Recording.EndedBy.MAX_LENGTH, result.endedBy());
        assertEquals(600, result.length().toMillis());
        assertTrue(Peer.share(500, channel(file, 0, 1)) > 0.9);
        assertThrows(IllegalArgumentException.class, () -> RecordingFile.open(file).writeWav(new ByteArrayOutputStream(), 2));
    }

    @Test
    void anMp3DownloadSoundsLikeTheRecording() throws Exception {
        var file = directory.resolve("a.wav");
        var recording = record(new RecordingSettings(
                file, Channels.MONO, Track.INBOUND, false, Duration.ofMillis(1_500), Duration.ZERO));
        result(recording);
        var mp3 = new ByteArrayOutputStream();
        RecordingFile.open(file).writeMp3(mp3, 1);
        assertTrue(mp3.size() > 4_000 && mp3.size() < 9_000, "32 kbit/s: " + mp3.size());
        var heard = AudioFiles.decode(mp3.toByteArray(), "audio/mpeg");
        assertEquals(1_500, heard.duration().toMillis(), 250);
        assertTrue(Peer.share(500, java.util.Arrays.copyOfRange(heard.toArray(), 2_000, 10_000)) > 0.9);
    }

    @Test
    void theFileIsPlayableWhileItGrows() throws Exception {
        var file = directory.resolve("growing.wav");
        var recording = record(RecordingSettings.of(file, Channels.MONO));
        Peer.await("for a second", () -> recording.length().toMillis() >= 1_000);
        var soFar = AudioFiles.read(file);
        assertTrue(soFar.duration().toMillis() > 700, "so far " + soFar.duration());
        recording.stop();
        result(recording);
    }

    @Test
    void aPauseIsKeptAsSilenceOrSkipped() throws Exception {
        for (var how : Recording.Pause.values()) {
            var file = directory.resolve(how + ".wav");
            var recording = record(new RecordingSettings(
                    file, Channels.MONO, Track.INBOUND, false, Duration.ofMinutes(1), Duration.ZERO));
            Peer.await("to record", () -> recording.length().toMillis() >= 400);
            recording.pause(how);
            peer.hear(25);
            long paused = recording.length().toMillis();
            recording.resume();
            Peer.await("to go on", () -> recording.length().toMillis() >= paused + 400);
            recording.stop();
            result(recording);
            var samples = channel(file, 0, 1);
            long silent = 0;
            for (int at = 0; at + 160 <= samples.length; at += 160) {
                silent += Peer.loudness(java.util.Arrays.copyOfRange(samples, at, at + 160)) < 10 ? 1 : 0;
            }
            if (how == Recording.Pause.SILENCE) {
                assertTrue(silent >= 20, "silent frames " + silent);
            } else {
                assertTrue(silent <= 2, "silent frames " + silent);
            }
        }
    }

    @Test
    void silenceEndsARecordingAndIsTrimmed() throws Exception {
        peer.says(Sounds.silence());
        peer.hear(30);
        var file = directory.resolve("trimmed.wav");
        var recording = record(new RecordingSettings(
                file, Channels.MONO, Track.INBOUND, true, Duration.ofMinutes(1), Duration.ofMillis(1_500)));
        peer.hear(30);
        peer.says(new Tones(false, new Tones.Step(500, 0, 1_000, 0.3)));
        var result = result(recording);
        assertEquals(Recording.EndedBy.SILENCE, result.endedBy());
        assertEquals(result.length(), RecordingFile.open(file).length());
        // A machine that stands still stretches the tone, so the samples tell: a fifth of a second before and after it.
        var samples = AudioFiles.read(file).toArray();
        int first = first(samples);
        int last = last(samples);
        int margin = 200 * AudioSource.RATE / 1_000;
        assertEquals(margin, first, FRAME);
        assertEquals(margin, samples.length - last, FRAME);
        assertTrue(last - first > AudioSource.RATE * 9 / 10, "the whole tone is there");
    }

    /// Where the tone begins: what lies below a fortieth of its size is silence.
    private static int first(short[] samples) {
        int at = 0;
        while (Math.abs(samples[at]) < LOUD) {
            at++;
        }
        return at;
    }

    private static int last(short[] samples) {
        int at = samples.length - 1;
        while (Math.abs(samples[at]) < LOUD) {
            at--;
        }
        return at;
    }

    @Test
    void nothingButSilenceIsAnEmptyRecording() throws Exception {
        peer.says(Sounds.silence());
        peer.hear(30);
        var recording = record(new RecordingSettings(
                directory.resolve("empty.wav"), Channels.MONO, Track.INBOUND, true, Duration.ofMinutes(1), Duration.ofMillis(500)));
        assertTrue(result(recording).empty());
    }

    @Test
    void aRecordingEndsWithItsLeg() throws Exception {
        var recording = record(RecordingSettings.of(directory.resolve("b.wav"), Channels.DUAL));
        Peer.await("to record", () -> recording.length().toMillis() >= 200);
        endpoint.close();
        assertEquals(Recording.EndedBy.SOURCE_CLOSED, result(recording).endedBy());
    }
}
