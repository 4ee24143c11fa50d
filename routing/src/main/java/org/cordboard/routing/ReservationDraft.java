package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// One reservation being changed.
final class ReservationDraft {
    private final Reservation before;

    ReservationStatus status;
    Instant deadline;
    boolean held;
    @Nullable Integer canceledReasonCode;
    @Nullable ActivitySid postWorkActivity;

    ReservationDraft(Reservation before) {
        this.before = before;
        this.status = before.status();
        this.deadline = before.deadline();
        this.held = before.held();
        this.canceledReasonCode = before.canceledReasonCode();
        this.postWorkActivity = before.postWorkActivity();
    }

    /// What it becomes, written at `now`, one version later.
    Reservation next(Instant now) {
        return new Reservation(
                before.sid(),
                before.workspace(),
                before.task(),
                before.worker(),
                before.workerName(),
                before.taskChannel(),
                status,
                deadline,
                before.timeout(),
                held,
                canceledReasonCode,
                before.round(),
                before.previousActivity(),
                postWorkActivity,
                before.transfer(),
                before.dateCreated(),
                now,
                before.version() + 1);
    }
}
