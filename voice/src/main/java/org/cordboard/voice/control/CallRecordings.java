package org.cordboard.voice.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.HttpMethod;

/// Recordings of calls by REST: begun, paused, resumed, stopped (Voice reference 10.2).
final class CallRecordings {
    private static final int NOT_IN_PROGRESS = 21220;
    private static final int RECORDED_ALREADY = 16108;
    private static final int OVER = 16114;
    private static final int INTERNAL = 12400;
    private static final int FINISHING_SECONDS = 2;
    private static final String FROM_ANSWER = "OutboundAPI";

    private final Stage stage;

    CallRecordings(Stage stage) {
        this.stage = stage;
    }

    /// Starts recording an answered call.
    Recording start(CallSid sid, Options options) {
        var leg = stage.legs()
                .find(sid)
                .filter(Leg::answered)
                .orElseThrow(CallRecordings::notInProgress);
        if (stage.recordings().current(sid).isPresent()) {
            throw new ControlFailure(400, RECORDED_ALREADY, "The call is being recorded already");
        }
        try {
            return recording(start(leg, options, "StartCallRecordingAPI", false));
        } catch (LegOver _) {
            throw notInProgress();
        }
    }

    private static ControlFailure notInProgress() {
        return new ControlFailure(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot record.");
    }

    /// As the request that made the call wanted it. A call whose recording cannot be written goes on without.
    void fromAnswer(Leg leg, Options options) throws LegOver {
        if (!options.flag("Record", false)) {
            return;
        }
        try {
            start(leg, options, FROM_ANSWER, true);
        } catch (ControlFailure failure) {
            stage.alerts().error(leg, INTERNAL, String.valueOf(failure.getMessage()));
        }
    }

    /// @param trims whether silence at both ends goes unless the options say otherwise
    private RecordingSid start(Leg leg, Options options, String source, boolean trims) throws LegOver {
        var track = switch (options.text("RecordingTrack", "both")) {
            case "inbound" -> Verb.Track.INBOUND;
            case "outbound" -> Verb.Track.OUTBOUND;
            default -> Verb.Track.BOTH;
        };
        var wish = new Recordings.Wish(
                leg,
                null,
                source,
                options.text("RecordingChannels", "mono").equals("dual"),
                track,
                options.text("Trim", trims ? "trim-silence" : "do-not-trim").equals("trim-silence"),
                Duration.ofHours(4),
                Duration.ZERO,
                options.callback("RecordingStatusCallback", HttpMethod.POST, Set.of("completed")));
        var endpoint = leg.media();
        try {
            var run = stage.recordings().start(wish, endpoint::tap);
            if (source.equals(FROM_ANSWER)) {
                leg.recorded(run.url(), run.sid(), run.ended().thenApply(RunningRecording.Ended::seconds));
            }
            return run.sid();
        } catch (IOException e) {
            throw new ControlFailure(500, 20500, "The recording cannot be written: " + e.getMessage());
        }
    }

    /// Pauses, resumes or stops a recording that runs.
    ///
    /// @param status `paused`, `in-progress` or `stopped`
    Recording control(RecordingSid sid, String status, Options options) {
        var run = stage.recordings()
                .find(sid)
                .orElseThrow(() -> new ControlFailure(400, OVER, "The recording does not run any more"));
        switch (status) {
            case "paused" -> run.pause(options.text("PauseBehavior", "silence").equals("skip"));
            case "in-progress" -> run.resume();
            case "stopped" -> stop(run);
            default -> throw new ControlFailure(400, 20001, "'" + status + "' is not a status to set");
        }
        return recording(sid);
    }

    /// A disk that is slow keeps nobody waiting for long.
    private static void stop(RunningRecording run) {
        run.stop();
        try {
            run.ended().get(FINISHING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException _) {
            run.processing();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Recording recording(RecordingSid sid) {
        var recording = stage.engine().read(view -> view.record(Recording.class, sid.value()));
        if (recording == null) {
            throw new ControlFailure(404, 20404, "The recording " + sid + " was not found");
        }
        return recording;
    }
}
