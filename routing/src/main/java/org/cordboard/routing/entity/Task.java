package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// One piece of work (2.8, 3.1).
///
/// @param place where the task stands in its workflow; null for a task routed directly
/// @param timeout seconds the task may live before it is assigned
/// @param routingTarget worker, task queue or workflow SID given at creation (6.6)
/// @param rounds unsuccessful reservation rounds so far
/// @param call the queued call this task was made for by `<Enqueue>`
/// @param assignedAt start of the 24 h limit
/// @param pausedUntil nobody is asked before, because set-ups failed one after the other; null when nothing is wrong
/// @param finishedAt completion or cancellation; purged five minutes later
/// @param version rises by one with every persisted change (1.4)
public record Task(
        TaskSid sid,
        WorkspaceSid workspace,
        @Nullable WorkflowSid workflow,
        @Nullable WorkflowPlace place,
        @Nullable TaskQueueSid taskQueue,
        @Nullable Instant taskQueueEnteredDate,
        TaskChannelSid taskChannel,
        String attributes,
        int priority,
        TaskStatus status,
        @Nullable String reason,
        int timeout,
        Instant virtualStartTime,
        @Nullable String routingTarget,
        boolean ignoreCapacity,
        int rounds,
        @Nullable CallSid call,
        @Nullable TransferSid transfer,
        @Nullable Instant assignedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant pausedUntil,
        Instant dateCreated,
        Instant dateUpdated,
        long version)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
