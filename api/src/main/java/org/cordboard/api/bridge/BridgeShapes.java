package org.cordboard.api.bridge;

import java.time.Duration;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.taskrouter.Owned;
import org.cordboard.api.taskrouter.TaskQueueView;
import org.cordboard.api.taskrouter.TaskView;
import org.cordboard.api.taskrouter.WorkerView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// Resources as the browser sees them (11.3): epoch seconds, `queue_sid` where REST says `task_queue_sid`, and no key
/// missing that a client reads.
final class BridgeShapes {
    private BridgeShapes() {}

    static final Representation<WorkerView> WORKER = Representation.<WorkerView>named("bridge_worker")
            .text("account_sid", (w, at) -> w.account().value())
            .text("workspace_sid", (w, at) -> w.worker().workspace().value())
            .text("sid", (w, at) -> w.worker().sid().value())
            .text("friendly_name", (w, at) -> w.worker().friendlyName())
            .text("activity_sid", (w, at) -> w.worker().activity().value())
            .text("activity_name", (w, at) -> w.activityName())
            .flag("available", (w, at) -> w.available())
            .text("attributes", (w, at) -> w.worker().attributes())
            .epoch("date_created", (w, at) -> w.worker().dateCreated())
            .epoch("date_updated", (w, at) -> w.worker().dateUpdated())
            .epoch("date_status_changed", (w, at) -> w.worker().dateStatusChanged())
            .integer("version", (w, at) -> w.worker().version())
            .build();

    static final Representation<Owned<Activity>> ACTIVITY = Representation.<Owned<Activity>>named("bridge_activity")
            .text("account_sid", (a, at) -> a.account().value())
            .text("workspace_sid", (a, at) -> a.it().workspace().value())
            .text("sid", (a, at) -> a.it().sid().value())
            .text("friendly_name", (a, at) -> a.it().friendlyName())
            .flag("available", (a, at) -> a.it().available())
            .epoch("date_created", (a, at) -> a.it().dateCreated())
            .epoch("date_updated", (a, at) -> a.it().dateUpdated())
            .build();

    static final Representation<Owned<WorkerChannel>> CHANNEL = Representation.<Owned<WorkerChannel>>named(
                    "bridge_channel")
            .text("account_sid", (c, at) -> c.account().value())
            .text("workspace_sid", (c, at) -> c.it().workspace().value())
            .text("sid", (c, at) -> c.it().sid().value())
            .text("worker_sid", (c, at) -> c.it().worker().value())
            .text("task_channel_sid", (c, at) -> c.it().taskChannel().value())
            .text("task_channel_unique_name", (c, at) -> c.it().taskChannelUniqueName())
            .integer("available", (c, at) -> c.it().available() ? 1 : 0)
            .integer("configured_capacity", (c, at) -> c.it().configuredCapacity())
            .integer("assigned_tasks", (c, at) -> c.it().assignedTasks())
            .integer("available_capacity_percentage", (c, at) -> c.it().availableCapacityPercentage())
            .integer("last_reserved_time", (c, at) -> c.it().lastReservedTime().toEpochMilli())
            .epoch("date_created", (c, at) -> c.it().dateCreated())
            .epoch("date_updated", (c, at) -> c.it().dateUpdated())
            .build();

    static final Representation<TaskView> TASK = Representation.<TaskView>named("bridge_task")
            .text("account_sid", (t, at) -> t.account().value())
            .text("workspace_sid", (t, at) -> t.task().workspace().value())
            .text("sid", (t, at) -> t.task().sid().value())
            .text("assignment_status", (t, at) -> t.task().status().wire())
            .text("attributes", (t, at) -> t.task().attributes())
            .text("addons", (t, at) -> "{}")
            .integer(
                    "age",
                    (t, at) -> Math.max(
                            0,
                            Duration.between(t.task().dateCreated(), at.now()).toSeconds()))
            .integer("priority", (t, at) -> t.task().priority())
            .text("reason", (t, at) -> t.task().reason())
            .integer("timeout", (t, at) -> t.task().timeout())
            .text("routing_target", (t, at) -> t.task().routingTarget())
            .text("queue_sid", (t, at) -> value(t.task().taskQueue()))
            .text("queue_name", (t, at) -> t.taskQueueName())
            .text("workflow_sid", (t, at) -> value(t.task().workflow()))
            .text("workflow_name", (t, at) -> t.workflowName())
            .text("task_channel_sid", (t, at) -> t.task().taskChannel().value())
            .text("task_channel_unique_name", (t, at) -> t.taskChannelUniqueName())
            .epoch("date_created", (t, at) -> t.task().dateCreated())
            .epoch("date_updated", (t, at) -> t.task().dateUpdated())
            .epoch("virtual_start_time", (t, at) -> t.task().virtualStartTime())
            .integer("version", (t, at) -> t.task().version())
            .build();

    static final Representation<Transfer> TRANSFER = Representation.<Transfer>named("bridge_transfer")
            .text("account_sid", (t, at) -> t.account().value())
            .text("workspace_sid", (t, at) -> t.workspace().value())
            .text("sid", (t, at) -> t.sid().value())
            .text("task_sid", (t, at) -> t.task().value())
            .text(
                    "initiating_reservation_sid",
                    (t, at) -> t.initiatingReservation().value())
            .text("initiating_worker_sid", (t, at) -> t.initiatingWorker().value())
            .text("initiating_queue_sid", (t, at) -> value(t.initiatingQueue()))
            .text("initiating_workflow_sid", (t, at) -> value(t.initiatingWorkflow()))
            .text("transfer_mode", (t, at) -> t.mode())
            .text("transfer_type", (t, at) -> t.type())
            .text("transfer_to", (t, at) -> t.to())
            .text("transfer_status", (t, at) -> t.status())
            .text("transfer_failed_reason", (t, at) -> t.failedReason())
            .epoch("date_created", (t, at) -> t.dateCreated())
            .epoch("date_updated", (t, at) -> t.dateUpdated())
            .build();

    static final Representation<ReservationView> RESERVATION = Representation.<ReservationView>named(
                    "bridge_reservation")
            .text("account_sid", (r, at) -> r.task().account().value())
            .text("workspace_sid", (r, at) -> r.reservation().workspace().value())
            .text("sid", (r, at) -> r.reservation().sid().value())
            .text("worker_sid", (r, at) -> r.reservation().worker().value())
            .text("worker_name", (r, at) -> r.reservation().workerName())
            .text("reservation_status", (r, at) -> r.reservation().status().wire())
            .integer("reservation_timeout", (r, at) -> r.reservation().timeout())
            .text("task_sid", (r, at) -> r.reservation().task().value())
            .text("task_channel_sid", (r, at) -> r.reservation().taskChannel().value())
            .text(
                    "worker_previous_activity_sid",
                    (r, at) -> r.reservation().previousActivity().value())
            .integerIfAny("canceled_reason_code", (r, at) -> r.reservation().canceledReasonCode())
            .epoch("date_created", (r, at) -> r.reservation().dateCreated())
            .epoch("date_updated", (r, at) -> r.reservation().dateUpdated())
            .integer("version", (r, at) -> r.reservation().version())
            .object("task", TASK, (r, at) -> r.task())
            .objectIfAny("task_transfer", TRANSFER, (r, at) -> r.transfer())
            .objectIfAny("active_outgoing_task_transfer", TRANSFER, (r, at) -> r.outgoing())
            .build();

    /// What the older client gets for a reservation: the task, with the reservation's SID beside it.
    static final Representation<ReservationView> TASK_OF_RESERVATION = Representation.<ReservationView>named(
                    "bridge_task_of_reservation")
            .with(TASK, ReservationView::task)
            .text("reservation_sid", (r, at) -> r.reservation().sid().value())
            .build();

    static final Representation<TaskQueueView> TASK_QUEUE = Representation.<TaskQueueView>named("bridge_task_queue")
            .text("account_sid", (q, at) -> q.account().value())
            .text("workspace_sid", (q, at) -> q.queue().workspace().value())
            .text("sid", (q, at) -> q.queue().sid().value())
            .text("friendly_name", (q, at) -> q.queue().friendlyName())
            .text("target_workers", (q, at) -> q.queue().targetWorkers())
            .integer("max_reserved_workers", (q, at) -> q.queue().maxReservedWorkers())
            .text("task_order", (q, at) -> q.queue().taskOrder().wire())
            .flag("lifo_queue", (q, at) -> q.queue().taskOrder() == TaskOrder.LIFO)
            .text("reservation_activity_sid", (q, at) -> value(q.queue().reservationActivity()))
            .text("reservation_activity_name", (q, at) -> q.reservationActivityName())
            .text("assignment_activity_sid", (q, at) -> value(q.queue().assignmentActivity()))
            .text("assignment_activity_name", (q, at) -> q.assignmentActivityName())
            .epoch("date_created", (q, at) -> q.queue().dateCreated())
            .epoch("date_updated", (q, at) -> q.queue().dateUpdated())
            .build();

    private static @Nullable String value(@Nullable Sid sid) {
        return sid == null ? null : sid.value();
    }
}
