package org.cordboard.voice.leg;

import java.time.Duration;
import java.time.Instant;
import org.cordboard.routing.entity.CallStatus;
import org.jspecify.annotations.Nullable;

/// Where a call stands and since when: the status machine of a call (Voice reference 2.2). Thread-safe; it knows neither
/// lines nor audio nor records.
final class CallState {
    private CallStatus status;
    private boolean rang;
    private @Nullable Instant started;
    private @Nullable Instant answered;
    private @Nullable Instant ended;
    private @Nullable Integer sipCode;

    /// What we gave the call up as, before it ended.
    private @Nullable CallStatus given;

    CallState(CallStatus first, Instant now) {
        this.status = first;
        this.started = first == CallStatus.QUEUED ? null : now;
    }

    /// How it stands at one moment.
    record Now(
            CallStatus status,
            @Nullable Instant started,
            @Nullable Instant answered,
            @Nullable Instant ended,
            @Nullable Integer sipCode) {}

    /// What a report of the end did.
    enum End {
        /// Nothing: it had ended before.
        KNOWN,
        /// It ended before it was placed, so that nobody is told.
        UNPLACED,
        NOW
    }

    synchronized Now now() {
        return new Now(status, started, answered, ended, sipCode);
    }

    synchronized CallStatus status() {
        return status;
    }

    synchronized void placed(Instant now) {
        started = now;
    }

    /// @return false when it rings already, or is past that
    synchronized boolean rings() {
        if (status != CallStatus.QUEUED) {
            return false;
        }
        status = CallStatus.RINGING;
        rang = true;
        return true;
    }

    /// @return false when it was answered already, or is over
    synchronized boolean answered(Instant now) {
        if (status.isFinal() || status == CallStatus.IN_PROGRESS) {
            return false;
        }
        status = CallStatus.IN_PROGRESS;
        answered = now;
        sipCode = 200;
        return true;
    }

    /// We let go of it. The far end's answer to our CANCEL may be faster than we are; it does not decide.
    synchronized void givenUp(CallStatus unanswered) {
        if (given == null) {
            given = unanswered;
        }
    }

    /// An answered call is completed, whoever ended it.
    synchronized End end(CallStatus unanswered, int code, Instant now) {
        if (status.isFinal()) {
            return End.KNOWN;
        }
        var how = status == CallStatus.QUEUED && started == null ? End.UNPLACED : End.NOW;
        if (status == CallStatus.IN_PROGRESS) {
            status = CallStatus.COMPLETED;
        } else {
            status = given == null ? unanswered : given;
            sipCode = code;
        }
        ended = now;
        return how;
    }

    /// Seconds connected, so far or in all.
    synchronized long seconds(Instant now) {
        return answered == null
                ? 0
                : Duration.between(answered, ended == null ? now : ended).toSeconds();
    }

    /// Events before the end: placed, ringing, answered.
    synchronized int eventsSoFar() {
        return (started == null ? 0 : 1) + (rang ? 1 : 0) + (answered == null ? 0 : 1);
    }

    synchronized int sipCode() {
        return sipCode == null ? 0 : sipCode;
    }
}
