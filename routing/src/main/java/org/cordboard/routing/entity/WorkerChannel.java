package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;

/// How much of one kind of task a worker can hold (2.7).
///
/// @param assignedTasks accepted reservations
/// @param openReservations pending, accepted and wrapping reservations: what uses capacity
/// @param lastReservedTime when the last reservation was created; the worker's creation before the first
public record WorkerChannel(
        WorkerChannelSid sid,
        WorkspaceSid workspace,
        WorkerSid worker,
        TaskChannelSid taskChannel,
        String taskChannelUniqueName,
        int configuredCapacity,
        boolean available,
        int assignedTasks,
        int openReservations,
        Instant lastReservedTime,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    /// 0 to 100, rounded down; 0 when nothing is configured (2.7).
    public int availableCapacityPercentage() {
        if (configuredCapacity == 0) {
            return 0;
        }
        return Math.max(0, (configuredCapacity - openReservations) * 100 / configuredCapacity);
    }

    @Override
    public String key() {
        return sid.value();
    }
}
