package org.cordboard.api.bridge;

import org.cordboard.api.taskrouter.TaskView;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.TransferSid;
import org.jspecify.annotations.Nullable;

/// A reservation with its task and transfers, as one payload shows them.
///
/// @param transfer the one this reservation was made for
/// @param outgoing the one its worker has started
record ReservationView(
        Reservation reservation,
        TaskView task,
        @Nullable Transfer transfer,
        @Nullable Transfer outgoing) {

    /// Null when the task is gone.
    static @Nullable ReservationView of(RoutingView view, Reservation reservation, AccountSid account) {
        Task task = view.task(reservation.task());
        return task == null ? null : of(view, reservation, TaskView.of(view, task, account));
    }

    static ReservationView of(RoutingView view, Reservation reservation, TaskView task) {
        TransferSid incoming = reservation.transfer();
        TransferSid running = task.task().transfer();
        Transfer outgoing = running == null ? null : view.transfer(running);
        boolean own = outgoing != null && outgoing.initiatingReservation().equals(reservation.sid());
        return new ReservationView(
                reservation, task, incoming == null ? null : view.transfer(incoming), own ? outgoing : null);
    }
}
