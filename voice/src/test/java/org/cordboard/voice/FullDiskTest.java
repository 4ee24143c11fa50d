package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Recording;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A disk that takes no more ends the recording and not the call (Voice reference 10). The disk of a process of its own is
/// made full by the system's limit on the size of files.
@Timeout(180)
class FullDiskTest {
    private static final int KIB_MAX = 48;

    /// The process whose files are limited: a house with one recorded call.
    public static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            try (var house = new House();
                    var dave = house.registered("dave")) {
                house.page("/file", _ -> "");
                var twiml = new Twiml.Inline("<Response><Pause length='60'/><Say>Still here</Say></Response>");
                house.voice
                        .calls()
                        .create(
                                house.account,
                                "client:dave",
                                House.NUMBER,
                                twiml,
                                new Options(Map.of(
                                        "Record", List.of("true"),
                                        "RecordingStatusCallback", List.of(house.url("/file")),
                                        "RecordingStatusCallbackEvent", List.of("completed absent failed"))));
                var answered = dave.rings().answer();
                answered.sing(1_000);
                var told = house.next("/file");
                var recording = house.eventually(Recording.class, r -> r.duration() != null);
                house.eventually(Notification.class, n -> n.errorCode().equals("12400"));
                var clip = AudioFiles.read(house.recordings.resolve(recording.file()));
                System.out.printf(
                        "told=%s status=%s seconds=%d heard=%s call=%s%n",
                        told.get("RecordingStatus"),
                        recording.status(),
                        recording.duration(),
                        Loud.share(clip, 1_000) > 0.5,
                        answered.over() ? "over" : "goes on");
            }
        }
    }

    @Test
    void theCallGoesOnAndWhatWasWrittenIsKept() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = "ulimit -f " + KIB_MAX + " && exec \"$0\" -XX:TieredStopAtLevel=1 -Xmx256m -cp \"$1\" \"$2\"";
        var process = new ProcessBuilder(
                        "bash", "-c", command, java, System.getProperty("java.class.path"), Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            var last = said.lines().filter(line -> line.startsWith("told=")).findFirst().orElse(said);
            assertTrue(last.matches("told=failed status=completed seconds=[1-4] heard=true call=goes on"), last);
        } finally {
            process.destroyForcibly();
        }
    }
}
