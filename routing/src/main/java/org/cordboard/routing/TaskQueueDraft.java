package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// One task queue being changed.
final class TaskQueueDraft {
    private final TaskQueue before;

    String friendlyName;
    @Nullable String targetWorkers;
    int maxReservedWorkers;
    TaskOrder taskOrder;
    @Nullable ActivitySid reservationActivity;
    @Nullable ActivitySid assignmentActivity;

    TaskQueueDraft(TaskQueue before) {
        this.before = before;
        this.friendlyName = before.friendlyName();
        this.targetWorkers = before.targetWorkers();
        this.maxReservedWorkers = before.maxReservedWorkers();
        this.taskOrder = before.taskOrder();
        this.reservationActivity = before.reservationActivity();
        this.assignmentActivity = before.assignmentActivity();
    }

    /// What it becomes, written at `now`.
    TaskQueue next(Instant now) {
        return new TaskQueue(
                before.sid(),
                before.workspace(),
                friendlyName,
                targetWorkers,
                maxReservedWorkers,
                taskOrder,
                reservationActivity,
                assignmentActivity,
                before.dateCreated(),
                now);
    }
}
