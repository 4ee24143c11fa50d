package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.WorkerChannel;

/// One worker channel being changed.
final class WorkerChannelDraft {
    private final WorkerChannel before;

    int configuredCapacity;
    boolean available;
    int assignedTasks;
    int openReservations;
    Instant lastReservedTime;

    WorkerChannelDraft(WorkerChannel before) {
        this.before = before;
        this.configuredCapacity = before.configuredCapacity();
        this.available = before.available();
        this.assignedTasks = before.assignedTasks();
        this.openReservations = before.openReservations();
        this.lastReservedTime = before.lastReservedTime();
    }

    /// What it becomes, written at `now`.
    WorkerChannel next(Instant now) {
        return new WorkerChannel(
                before.sid(),
                before.workspace(),
                before.worker(),
                before.taskChannel(),
                before.taskChannelUniqueName(),
                configuredCapacity,
                available,
                assignedTasks,
                openReservations,
                lastReservedTime,
                before.dateCreated(),
                now);
    }
}
