package org.cordboard.voice.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cordboard.media.recording.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// One recording from its start to its file. Its record and its callbacks follow what happens to the audio.
public final class RunningRecording {
    private static final int TOO_SHORT = 16101;
    private static final int SILENT = 16102;
    private static final long SHORT_MILLIS = 1_000;

    /// What came of it.
    ///
    /// @param seconds whole seconds, rounded up so that a short one is not nothing
    public record Ended(RecordingSid sid, String url, int seconds, boolean absent) {}

    private final RecordingSid sid;
    private final Recordings.Wish wish;
    private final Recording recording;
    private final Recordings recordings;
    private final Instant started;
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private String status = "in-progress";

    RunningRecording(
            RecordingSid sid, Recordings.Wish wish, Recording recording, Recordings recordings, Instant started) {
        this.sid = sid;
        this.wish = wish;
        this.recording = recording;
        this.recordings = recordings;
        this.started = started;
    }

    public RecordingSid sid() {
        return sid;
    }

    Recordings.Wish wish() {
        return wish;
    }

    Instant started() {
        return started;
    }

    void begin(Recordings.Source source) {
        save(null, null);
        tell(wanted("started") ? "started" : "in-progress", Fields.NONE);
        recording.finished().whenComplete((result, failure) -> finish(result, failure));
        source.tap(recording);
    }

    public String url() {
        return recordings.url(wish.leg().account(), sid);
    }

    /// @param skip whether the pause leaves no trace
    public void pause(boolean skip) {
        recording.pause(skip ? Recording.Pause.SKIP : Recording.Pause.SILENCE);
        status("paused");
        tell("paused", Fields.NONE);
    }

    public void resume() {
        recording.resume();
        status("in-progress");
        tell("resumed", Fields.NONE);
    }

    public void stop() {
        recording.stop();
    }

    /// Completed when file, record and callback are done.
    public CompletableFuture<Ended> ended() {
        return ended;
    }

    private void status(String now) {
        synchronized (this) {
            status = now;
        }
        save(null, null);
    }

    private void finish(Recording.@Nullable Result result, @Nullable Throwable failure) {
        boolean absent = result == null || failure != null || result.empty();
        int seconds = absent || result == null ? 0 : (int) ((result.length().toMillis() + 999) / 1_000);
        synchronized (this) {
            status = absent ? "absent" : "completed";
        }
        recordings.ended(this);
        int error = Duration.between(started, recordings.now()).toMillis() < SHORT_MILLIS ? TOO_SHORT : SILENT;
        save(seconds, absent ? error : null);
        if (absent) {
            tell("absent", Fields.of("ErrorCode", Integer.toString(error)));
        } else {
            tell("completed", Fields.of("RecordingDuration", Integer.toString(seconds)));
        }
        ended.complete(new Ended(sid, url(), seconds, absent));
    }

    private void tell(String event, Fields more) {
        var callback = wish.callback();
        if (callback == null || !wanted(event)) {
            return;
        }
        var leg = wish.leg();
        var fields = Fields.of(
                        "AccountSid", leg.account().sid().value(),
                        "CallSid", callSid().value(),
                        "RecordingSid", sid.value(),
                        "RecordingUrl", url(),
                        "RecordingStatus", event.equals("started") ? "in-progress" : event,
                        "RecordingChannels", Integer.toString(channels()),
                        "RecordingSource", wish.source(),
                        "RecordingStartTime", CallEvents.TIMESTAMP.format(started),
                        "RecordingTrack", track(),
                        "Timestamp", CallEvents.TIMESTAMP.format(recordings.now()))
                .with(more);
        var conference = wish.conference();
        var sent = fields.plus("ConferenceSid", conference == null ? null : conference.value());
        recordings.events().sendLater(leg, callback, sent);
    }

    private boolean wanted(String event) {
        var callback = wish.callback();
        return callback != null && callback.events().contains(event);
    }

    private CallSid callSid() {
        Leg parent = wish.leg().parent();
        return parent == null ? wish.leg().sid() : parent.sid();
    }

    private int channels() {
        return wish.dual() && wish.track() == Verb.Track.BOTH ? 2 : 1;
    }

    private String track() {
        return wish.track().name().toLowerCase(Locale.ROOT);
    }

    private synchronized void save(@Nullable Integer seconds, @Nullable Integer errorCode) {
        var now = recordings.now();
        recordings
                .records()
                .put(new org.cordboard.routing.entity.Recording(
                        sid,
                        wish.leg().account().sid(),
                        callSid(),
                        wish.conference(),
                        status,
                        wish.source(),
                        channels(),
                        track(),
                        seconds,
                        errorCode,
                        sid + ".wav",
                        started,
                        Map.of(),
                        started,
                        now));
    }
}
