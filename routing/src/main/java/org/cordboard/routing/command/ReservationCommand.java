package org.cordboard.routing.command;

import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Reservations (3.2, 7).
public sealed interface ReservationCommand extends Command {
    WorkspaceSid workspace();

    ReservationSid reservation();

    /// @param taskAttributes top-level attributes merged into the task before the acceptance, such as `conference`
    record Accept(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable String taskAttributes,
            @Nullable Long ifVersion)
            implements ReservationCommand {}

    record Reject(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable ActivitySid workerActivity,
            @Nullable Long ifVersion)
            implements ReservationCommand {}

    record Wrap(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable Long ifVersion) implements ReservationCommand {}

    record Complete(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable Long ifVersion) implements ReservationCommand {}

    /// An instruction begins: the reservation keeps reading pending, but its timer stops. Refused with the published
    /// message unless the reservation is pending and not held.
    ///
    /// @param instruction `dequeue`, `call`, `redirect` or `conference`, as in the published message
    /// @param postWorkActivity activity for the worker when the call ends
    record Hold(
            WorkspaceSid workspace,
            ReservationSid reservation,
            String instruction,
            @Nullable ActivitySid postWorkActivity,
            @Nullable Long ifVersion)
            implements ReservationCommand {}

    /// The instruction failed: canceled, the task is pending again (7.3.6 step 3).
    ///
    /// @param reasonCode such as 13223, when there is one
    /// @param workerDidNotAnswer the worker's phone rang in vain: the worker gets the workspace's timeout activity, so
    ///     that the task is not offered again to a desk where nobody sits
    record CancelHeld(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable Integer reasonCode,
            boolean workerDidNotAnswer)
            implements ReservationCommand {}

    /// The instruction ended without effect on the reservation: the timer runs again with what was left.
    record Release(WorkspaceSid workspace, ReservationSid reservation) implements ReservationCommand {}

    /// The assignment callback and its fallback could not be reached (7.1): canceled, the task is pending again.
    record CancelUnreachable(WorkspaceSid workspace, ReservationSid reservation) implements ReservationCommand {}

    /// The bridge or conference of an accepted reservation ended: wrapping, or completed in a single-tasking workspace,
    /// and the post-work activity applied.
    record CallEnded(
            WorkspaceSid workspace,
            ReservationSid reservation,
            @Nullable ActivitySid postWorkActivity) implements ReservationCommand {}
}
