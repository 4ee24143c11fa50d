package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.Codec;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.recording.RecordingSettings;
import org.cordboard.media.recording.RecordingSettings.Channels;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it records leaves a file that can be played (Voice reference 10).
@Timeout(120)
class KilledRecordingTest {
    /// The process to be killed: two endpoints sing to each other and one is recorded.
    public static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            var media = MediaEngine.start(MediaConfig.loopback());
            var one = media.openRtp(new MediaListener() {});
            var other = media.openRtp(new MediaListener() {});
            one.connect(new RemoteMedia(other.localAddress(), Codec.PCMU, 101));
            other.connect(new RemoteMedia(one.localAddress(), Codec.PCMU, 101));
            other.play(Sounds.tone(1_000, Duration.ofMinutes(2)));
            one.tap(media.record(RecordingSettings.of(Path.of(arguments[0]), Channels.DUAL)));
            new CountDownLatch(1).await();
        }
    }

    @Test
    void itsFileHoldsWhatWasSaidUntilThen(@TempDir Path directory) throws Exception {
        var file = directory.resolve("killed.wav");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var victim = new ProcessBuilder(List.of(
                        java, "-cp", System.getProperty("java.class.path"), Victim.class.getName(), file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertTrue(Ears.within(Duration.ofSeconds(60), () -> size(file) > 44 + 2 * 2 * 8_000 * 2), "two seconds");
        } finally {
            victim.destroyForcibly();
        }
        assertTrue(victim.waitFor(20, TimeUnit.SECONDS));
        var clip = AudioFiles.read(file);
        assertTrue(clip.duration().toMillis() >= 2_000, clip.duration().toString());
        assertTrue(Loud.share(clip, 1_000) > 0.5);
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
