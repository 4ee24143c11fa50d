package org.cordboard.routing;

import java.util.TreeMap;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.jspecify.annotations.Nullable;

/// A task with its reservations and its place among what waits.
final class TaskNode {
    final WorkspaceNode workspace;
    final Born born;
    Task value;
    final TreeMap<Born, Reservation> reservations = new TreeMap<>();
    @Nullable Demand demand;
    @Nullable Waiting waiting;
    @Nullable Deadline life;
    @Nullable Deadline rest;
    @Nullable Deadline target;
    @Nullable Deadline directRouting;

    TaskNode(WorkspaceNode workspace, Task value) {
        this.workspace = workspace;
        this.value = value;
        this.born = new Born(value.dateCreated(), value.sid());
    }

    int count(ReservationStatus status) {
        int count = 0;
        for (var reservation : reservations.values()) {
            if (reservation.status() == status) {
                count++;
            }
        }
        return count;
    }

    boolean hasOpenReservations() {
        for (var reservation : reservations.values()) {
            if (reservation.status().isOpen()) {
                return true;
            }
        }
        return false;
    }

    /// Whether the worker was already offered the task in its current round.
    boolean wasOfferedTo(WorkerNode worker) {
        for (var reservation : reservations.values()) {
            if (reservation.round() == value.rounds()
                    && reservation.worker().equals(worker.value.sid())) {
                return true;
            }
        }
        return false;
    }
}
