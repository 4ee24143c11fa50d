package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Verb.Recorded;
import org.jspecify.annotations.Nullable;

/// Records a leg as a Dial wants it.
final class DialRecording {
    private DialRecording() {}

    /// Null when the Dial does not record, or recording is impossible.
    static @Nullable RunningRecording start(Stage stage, Leg leg, Recorded recorded, Page page) throws LegOver {
        if (recorded.when() == Recorded.When.NEVER) {
            return null;
        }
        var wish = new Recordings.Wish(
                leg,
                null,
                "DialVerb",
                recorded.dual(),
                recorded.track(),
                recorded.trimSilence(),
                Duration.ofHours(4),
                Duration.ZERO,
                callback(stage, leg, recorded, page));
        try {
            var endpoint = leg.media();
            var run = stage.recordings().start(wish, endpoint::tap);
            leg.recorded(run.url(), run.sid(), run.ended().thenApply(RunningRecording.Ended::seconds));
            return run;
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
            return null;
        }
    }

    private static @Nullable Callback callback(Stage stage, Leg leg, Recorded recorded, Page page) {
        var callback = Script.absolute(recorded.callback(), page);
        if (callback == null && recorded.callback() != null) {
            stage.alerts().warn(leg, 13256, "'" + recorded.callback().url() + "' is not an absolute URL");
        }
        return callback;
    }
}
