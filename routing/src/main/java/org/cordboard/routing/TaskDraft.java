package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// One task being changed: a copy to edit, then the next version of it.
final class TaskDraft {
    private final Task before;

    @Nullable WorkflowSid workflow;
    @Nullable WorkflowPlace place;
    @Nullable TaskQueueSid taskQueue;
    @Nullable Instant taskQueueEnteredDate;
    TaskChannelSid taskChannel;
    String attributes;
    int priority;
    TaskStatus status;
    @Nullable String reason;
    Instant virtualStartTime;
    @Nullable String routingTarget;
    boolean ignoreCapacity;
    int rounds;
    @Nullable TransferSid transfer;
    @Nullable Instant assignedAt;
    @Nullable Instant finishedAt;
    @Nullable Instant pausedUntil;

    TaskDraft(Task before) {
        this.before = before;
        this.workflow = before.workflow();
        this.place = before.place();
        this.taskQueue = before.taskQueue();
        this.taskQueueEnteredDate = before.taskQueueEnteredDate();
        this.taskChannel = before.taskChannel();
        this.attributes = before.attributes();
        this.priority = before.priority();
        this.status = before.status();
        this.reason = before.reason();
        this.virtualStartTime = before.virtualStartTime();
        this.routingTarget = before.routingTarget();
        this.ignoreCapacity = before.ignoreCapacity();
        this.rounds = before.rounds();
        this.transfer = before.transfer();
        this.assignedAt = before.assignedAt();
        this.finishedAt = before.finishedAt();
        this.pausedUntil = before.pausedUntil();
    }

    /// What it becomes, written at `now`, one version later.
    Task next(Instant now) {
        return new Task(
                before.sid(),
                before.workspace(),
                workflow,
                place,
                taskQueue,
                taskQueueEnteredDate,
                taskChannel,
                attributes,
                priority,
                status,
                reason,
                before.timeout(),
                virtualStartTime,
                routingTarget,
                ignoreCapacity,
                rounds,
                before.call(),
                transfer,
                assignedAt,
                finishedAt,
                pausedUntil,
                before.dateCreated(),
                now,
                before.version() + 1);
    }

    /// The same version with bookkeeping that nobody outside sees.
    Task unseen() {
        return new Task(
                before.sid(),
                before.workspace(),
                workflow,
                place,
                taskQueue,
                taskQueueEnteredDate,
                taskChannel,
                attributes,
                priority,
                status,
                reason,
                before.timeout(),
                virtualStartTime,
                routingTarget,
                ignoreCapacity,
                rounds,
                before.call(),
                transfer,
                assignedAt,
                finishedAt,
                pausedUntil,
                before.dateCreated(),
                before.dateUpdated(),
                before.version());
    }
}
