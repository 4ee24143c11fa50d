package org.cordboard.routing.command;

import java.time.Instant;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Tasks (2.8, 3.1).
public sealed interface TaskCommand extends Command {
    /// @param workflow null for the only workflow of the workspace
    /// @param timeout seconds, null for 86,400
    /// @param taskChannel SID or unique name, null for `default`
    /// @param routingTarget worker, task queue or workflow SID (6.6)
    /// @param taskQueue task queue a worker-targeted task is booked under
    record Create(
            WorkspaceSid workspace,
            @Nullable WorkflowSid workflow,
            @Nullable String attributes,
            @Nullable Integer timeout,
            @Nullable Integer priority,
            @Nullable String taskChannel,
            @Nullable Instant virtualStartTime,
            @Nullable String routingTarget,
            @Nullable Boolean ignoreCapacity,
            @Nullable TaskQueueSid taskQueue)
            implements TaskCommand {}

    /// @param status canceled, wrapping or completed; never together with attributes
    record Update(
            WorkspaceSid workspace,
            TaskSid task,
            @Nullable String attributes,
            @Nullable TaskStatus status,
            @Nullable String reason,
            @Nullable Integer priority,
            @Nullable String taskChannel,
            @Nullable Instant virtualStartTime,
            @Nullable Long ifVersion)
            implements TaskCommand {}

    /// Adds or replaces top-level attributes: `{"worker_call_sid":"CA..."}`; what the call side writes (7.3).
    record MergeAttributes(WorkspaceSid workspace, TaskSid task, String attributes) implements TaskCommand {}

    record Delete(
            WorkspaceSid workspace, TaskSid task, @Nullable Long ifVersion) implements TaskCommand {}
}
