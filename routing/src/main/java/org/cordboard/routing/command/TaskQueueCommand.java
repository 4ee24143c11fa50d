package org.cordboard.routing.command;

import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Task queues (2.4). In an update an absent activity is null, a cleared one is the empty string.
public sealed interface TaskQueueCommand extends Command {
    /// @param targetWorkers null for the default `1==1`; empty matches nobody
    record Create(
            WorkspaceSid workspace,
            String friendlyName,
            @Nullable String targetWorkers,
            @Nullable Integer maxReservedWorkers,
            @Nullable TaskOrder taskOrder,
            @Nullable ActivitySid reservationActivity,
            @Nullable ActivitySid assignmentActivity)
            implements TaskQueueCommand {}

    record Update(
            WorkspaceSid workspace,
            TaskQueueSid taskQueue,
            @Nullable String friendlyName,
            @Nullable String targetWorkers,
            @Nullable Integer maxReservedWorkers,
            @Nullable TaskOrder taskOrder,
            @Nullable String reservationActivity,
            @Nullable String assignmentActivity)
            implements TaskQueueCommand {}

    record Delete(WorkspaceSid workspace, TaskQueueSid taskQueue) implements TaskQueueCommand {}
}
