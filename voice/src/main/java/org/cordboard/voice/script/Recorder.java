package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cordboard.media.audio.Sounds;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Record: a beep, then what the caller says, until a key, silence, the longest time or the caller's end.
final class Recorder {
    private static final int FINISHING_SECONDS = 5;
    private static final int CALL_SECONDS = 3_600;
    private static final int BROWSER_SECONDS = 600;

    private final Stage stage;

    Recorder(Stage stage) {
        this.stage = stage;
    }

    /// How long a recording may be: calls of browsers, which an application makes or takes, have a usual length of their own.
    ///
    /// @param farEnd whom the leg leads to
    static Duration longest(Verb.Record record, String farEnd) {
        int usual = farEnd.startsWith("client:") ? BROWSER_SECONDS : CALL_SECONDS;
        return Duration.ofSeconds(record.maxLength() == null ? usual : record.maxLength());
    }

    VerbEnd perform(Leg leg, Verb.Record record) throws Departure, InterruptedException {
        if (record.playBeep()) {
            stage.prompts().play(leg, Sounds.recordBeep());
        }
        leg.inbox().dropDigits();
        var endpoint = leg.media();
        var wish = new Recordings.Wish(
                leg,
                null,
                "RecordVerb",
                false,
                Verb.Track.INBOUND,
                record.trimSilence(),
                longest(record, leg.direction() == Direction.INBOUND ? leg.from() : leg.to()),
                Duration.ofSeconds(record.timeout()),
                record.recordingCallback());
        RunningRecording run;
        try {
            run = stage.recordings().start(wish, endpoint::tap);
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
            return VerbEnd.nothing();
        }
        return record(leg, record, run);
    }

    private static VerbEnd record(Leg leg, Verb.Record record, RunningRecording run) throws InterruptedException {
        leg.inbox().tell(run.ended(), run);
        var digits = "";
        Departure departure = null;
        try {
            digits = untilEnd(leg, record.finishOnKey(), run);
        } catch (Departure way) {
            departure = way;
            digits = leg.live() ? "" : "hangup";
        }
        run.stop();
        return end(run, digits, departure);
    }

    private static String untilEnd(Leg leg, String keys, RunningRecording run) throws Departure, InterruptedException {
        while (true) {
            switch (leg.inbox().take(Deadline.NEVER)) {
                case Signal.Digit(var key)
                when keys.indexOf(key) >= 0 -> {
                    return String.valueOf(key);
                }
                case Signal.Finished(var what, var _)
                when what == run -> {
                    return "";
                }
                default -> {
                    // Other keys are part of the recording.
                }
            }
        }
    }

    private static VerbEnd end(RunningRecording run, String digits, @Nullable Departure departure)
            throws InterruptedException {
        try {
            var ended = run.ended().get(FINISHING_SECONDS, TimeUnit.SECONDS);
            var fields = Fields.of(
                    "RecordingUrl", ended.url(),
                    "RecordingSid", ended.sid().value(),
                    "RecordingDuration", Integer.toString(ended.seconds()),
                    "Digits", digits);
            return new VerbEnd(fields, !ended.absent(), departure);
        } catch (ExecutionException | TimeoutException _) {
            // The writer is stuck: the document goes on as if nothing had been said.
            return new VerbEnd(Fields.NONE, false, departure);
        }
    }
}
