package org.cordboard.voice.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cordboard.media.recording.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Verb;
import org.jspecify.annotations.Nullable;

/// One recording from its start to its file. Its record and its callbacks follow what happens to the audio; callbacks go out
/// one after the other.
public final class RunningRecording {
    private static final int INTERNAL = 12400;
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
    private final @Nullable PromisedNews promised;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private String status = "";

    RunningRecording(
            RecordingSid sid, Recordings.Wish wish, Recording recording, Recordings recordings, Instant started) {
        this.sid = sid;
        this.wish = wish;
        this.recording = recording;
        this.recordings = recordings;
        this.started = started;
        var callback = wish.callback();
        this.promised = callback == null ? null : new PromisedNews(sid, callback);
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
        var record = save("in-progress", null, null);
        tell(wanted("started") ? "started" : "in-progress", record);
        recording.finished().whenComplete((result, failure) -> finish(result, failure));
        source.tap(recording);
    }

    public String url() {
        return recordings.url(wish.leg().account(), sid);
    }

    /// @param skip whether the pause leaves no trace
    public void pause(boolean skip) {
        recording.pause(skip ? Recording.Pause.SKIP : Recording.Pause.SILENCE);
        change("in-progress", "paused", "paused");
    }

    public void resume() {
        recording.resume();
        change("paused", "in-progress", "resumed");
    }

    public void stop() {
        recording.stop();
    }

    /// The file takes its time: shown until it is there.
    public void processing() {
        change("in-progress", "processing", "stopped");
    }

    /// Completed when file, record and callback are done.
    public CompletableFuture<Ended> ended() {
        return ended;
    }

    /// Tells nobody of what is no change.
    private synchronized void change(String from, String to, String event) {
        if (status.equals(from)) {
            tell(event, save(to, null, null));
        }
    }

    private void finish(Recording.@Nullable Result result, @Nullable Throwable failure) {
        boolean failed = result == null || failure != null || result.endedBy() == Recording.EndedBy.FAILURE;
        boolean absent = result == null || failure != null || result.empty();
        int seconds = absent || result == null ? 0 : (int) ((result.length().toMillis() + 999) / 1_000);
        recordings.ended(this);
        if (failed) {
            recordings.alerts().error(wish.leg(), INTERNAL, sid + " could not be written; " + seconds + " s of it are kept");
        }
        synchronized (this) {
            var record = save(absent ? "absent" : "completed", seconds, absent ? cause(failed) : null);
            tell(failed && wanted("failed") ? "failed" : record.status(), record);
            if (promised != null) {
                told.thenRun(() -> recordings.records().remove(promised.kept()));
            }
        }
        ended.complete(new Ended(sid, url(), seconds, absent));
    }

    private Integer cause(boolean failed) {
        boolean brief = Duration.between(started, recordings.now()).toMillis() < SHORT_MILLIS;
        return failed ? INTERNAL : brief ? TOO_SHORT : SILENT;
    }

    private synchronized void tell(String event, org.cordboard.routing.entity.Recording record) {
        var callback = wish.callback();
        if (callback != null && wanted(event)) {
            var fields = RecordingNews.fields(record, url(), event, recordings.now());
            told = recordings.events().sendAfter(told, wish.leg(), callback, fields);
        }
    }

    private boolean wanted(String event) {
        var callback = wish.callback();
        return callback != null && callback.events().contains(event);
    }

    private CallSid callSid() {
        Leg parent = wish.leg().parent();
        return parent == null ? wish.leg().sid() : parent.sid();
    }

    private synchronized org.cordboard.routing.entity.Recording save(
            String now, @Nullable Integer seconds, @Nullable Integer errorCode) {
        boolean first = status.isEmpty();
        status = now;
        var record = new org.cordboard.routing.entity.Recording(
                sid,
                wish.leg().account().sid(),
                callSid(),
                wish.conference(),
                status,
                wish.source(),
                wish.dual() && wish.track() == Verb.Track.BOTH ? 2 : 1,
                wish.track().name().toLowerCase(Locale.ROOT),
                seconds,
                errorCode,
                sid + ".wav",
                started,
                Map.of(),
                started,
                recordings.now());
        if (first && promised != null) {
            recordings.records().put(record, promised.kept());
        } else {
            recordings.records().put(record);
        }
        return record;
    }
}
