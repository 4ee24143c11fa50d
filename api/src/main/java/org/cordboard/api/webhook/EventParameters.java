package org.cordboard.api.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.event.EventContext;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// An event as its parameters (9.2, 9.3): for the webhook under these names, for the Events resource in snake case.
public final class EventParameters {
    private final Map<String, String> values = new LinkedHashMap<>();

    private EventParameters() {}

    /// All parameters, common ones first.
    public static Map<String, String> of(TaskRouterEvent event) {
        EventParameters all = new EventParameters();
        all.common(event);
        all.details(event);
        return all.values;
    }

    /// Without the common ones: what the Events resource calls event data.
    public static Map<String, String> data(TaskRouterEvent event) {
        EventParameters all = new EventParameters();
        all.put("WorkspaceSid", event.workspace().sid());
        all.put("WorkspaceName", event.workspace().friendlyName());
        all.details(event);
        return all.values;
    }

    private void common(TaskRouterEvent event) {
        put("EventType", event.type().wire());
        put("EventDescription", EventDescriptions.of(event));
        put("Sid", event.sid());
        put("AccountSid", event.workspace().account());
        put("WorkspaceSid", event.workspace().sid());
        put("WorkspaceName", event.workspace().friendlyName());
        put("ResourceType", resourceType(event.type()));
        put("ResourceSid", resourceSid(event));
        put("Timestamp", Long.toString(event.at().getEpochSecond()));
        put("TimestampMs", Long.toString(event.at().toEpochMilli()));
    }

    private void details(TaskRouterEvent event) {
        EventContext context = event.context();
        task(context, event.at());
        queue(context.taskQueue(), context.task() == null);
        workflow(context);
        reservation(context.reservation());
        worker(context);
        channels(context);
        transfer(context.transfer());
        activity(event);
        event.details().forEach((name, value) -> {
            if (!name.equals(TaskRouterEvent.KNOWN_WORKER_WARNING)) {
                put(name, value);
            }
        });
    }

    private void task(EventContext context, Instant at) {
        Task task = context.task();
        if (task == null) {
            return;
        }
        put("TaskSid", task.sid());
        put("TaskAttributes", task.attributes());
        put("TaskAge", seconds(task.dateCreated(), at));
        Instant entered = task.taskQueueEnteredDate();
        put("TaskAgeInQueue", seconds(entered == null ? task.dateCreated() : entered, at));
        put("TaskPriority", Integer.toString(task.priority()));
        put("TaskAssignmentStatus", task.status().wire());
        put("TaskTimeout", Integer.toString(task.timeout()));
        put("TaskVersion", Long.toString(task.version()));
        put("TaskDateCreated", epoch(task.dateCreated()));
        put("TaskVirtualStartTime", epoch(task.virtualStartTime()));
        put("TaskQueueEnteredDate", entered == null ? null : epoch(entered));
        put("TaskChannelSid", task.taskChannel());
        put("TaskIgnoreCapacity", Boolean.toString(task.ignoreCapacity()));
        put("TaskRoutingTarget", task.routingTarget());
        put("TaskAddOnAttributes", "{}");
        put("TaskQueueSid", task.taskQueue());
        put("WorkflowSid", task.workflow());
    }

    private void queue(@Nullable TaskQueue queue, boolean whole) {
        if (queue == null) {
            return;
        }
        put("TaskQueueSid", queue.sid());
        put("TaskQueueName", queue.friendlyName());
        put("TaskQueueTargetExpression", queue.targetWorkers());
        if (whole) {
            put("TaskOrder", queue.taskOrder().wire());
            put("TaskQueueReservationActivitySid", queue.reservationActivity());
            put("TaskQueueAssignmentActivitySid", queue.assignmentActivity());
            put("TaskQueueMaxReservedWorkers", Integer.toString(queue.maxReservedWorkers()));
        }
    }

    private void workflow(EventContext context) {
        Workflow workflow = context.workflow();
        if (workflow != null) {
            put("WorkflowSid", workflow.sid());
            put("WorkflowName", workflow.friendlyName());
        }
        put("WorkflowFilterName", context.filterName());
        put("WorkflowFilterExpression", context.filterExpression());
        put("WorkflowFilterTargetExpression", context.targetExpression());
    }

    private void reservation(@Nullable Reservation reservation) {
        if (reservation == null) {
            return;
        }
        put("ReservationSid", reservation.sid());
        put("ReservationStatus", reservation.status().wire());
        put("ReservationTimeout", Integer.toString(reservation.timeout()));
        put("ReservationVersion", Long.toString(reservation.version()));
    }

    private void worker(EventContext context) {
        Worker worker = context.worker();
        if (worker == null) {
            return;
        }
        put("WorkerSid", worker.sid());
        put("WorkerName", worker.friendlyName());
        put("WorkerAttributes", worker.attributes());
        put("WorkerActivitySid", worker.activity());
        Activity activity = context.activity();
        if (activity != null) {
            put("WorkerActivityName", activity.friendlyName());
            put("WorkerAvailable", Boolean.toString(activity.available()));
        }
        put("WorkerVersion", Long.toString(worker.version()));
        put("WorkerDateCreated", epoch(worker.dateCreated()));
        put("WorkerDateUpdated", epoch(worker.dateUpdated()));
        put("WorkerLastStatusChange", epoch(worker.dateStatusChanged()));
    }

    private void channels(EventContext context) {
        TaskChannel channel = context.taskChannel();
        if (channel != null) {
            put("TaskChannelSid", channel.sid());
            put("TaskChannelUniqueName", channel.uniqueName());
            if (context.task() == null) {
                put("TaskChannelName", channel.friendlyName());
                put("TaskChannelOptimizedRouting", Boolean.toString(channel.channelOptimizedRouting()));
            }
        }
        WorkerChannel edited = context.workerChannel();
        if (edited != null) {
            put("TaskChannelSid", edited.taskChannel());
            put("TaskChannelUniqueName", edited.taskChannelUniqueName());
            put("WorkerChannelAvailable", Boolean.toString(edited.available()));
            put("WorkerChannelCapacity", Integer.toString(edited.configuredCapacity()));
            put("WorkerChannelLastReservedDate", epoch(edited.lastReservedTime()));
        }
    }

    private void transfer(@Nullable Transfer transfer) {
        if (transfer == null) {
            return;
        }
        put("TaskTransferSid", transfer.sid());
        put("TransferType", transfer.type());
        put("TransferMode", transfer.mode());
        put("TransferTo", transfer.to());
        put("TransferStatus", transfer.status());
        put("TransferStarted", epoch(transfer.dateCreated()));
        put("TransferFailedReason", transfer.failedReason());
        put("TransferInitiatingWorkerSid", transfer.initiatingWorker());
        put("TransferInitiatingReservationSid", transfer.initiatingReservation());
    }

    private void activity(TaskRouterEvent event) {
        Activity activity = event.context().activity();
        if (activity != null && event.type().wire().startsWith("activity.")) {
            put("ActivitySid", activity.sid());
            put("ActivityName", activity.friendlyName());
            put("ActivityAvailable", Boolean.toString(activity.available()));
        }
    }

    /// Events of a task on its way through queues and workflows are about the task.
    public static String resourceType(EventType type) {
        return switch (type) {
            case TASK_QUEUE_ENTERED,
                    TASK_QUEUE_MOVED,
                    TASK_QUEUE_TIMEOUT,
                    WORKFLOW_ENTERED,
                    WORKFLOW_TARGET_MATCHED,
                    WORKFLOW_TIMEOUT,
                    WORKFLOW_SKIPPED -> "task";
            case EventType other -> other.resourceType();
        };
    }

    public static @Nullable Sid resourceSid(TaskRouterEvent event) {
        EventContext c = event.context();
        return switch (resourceType(event.type())) {
            case "task" -> c.task() == null ? null : c.task().sid();
            case "reservation" ->
                c.reservation() == null ? null : c.reservation().sid();
            case "worker" -> c.worker() == null ? null : c.worker().sid();
            case "activity" -> c.activity() == null ? null : c.activity().sid();
            case "task-queue" -> c.taskQueue() == null ? null : c.taskQueue().sid();
            case "task-channel" ->
                c.taskChannel() == null ? null : c.taskChannel().sid();
            case "workflow" -> c.workflow() == null ? null : c.workflow().sid();
            case String workspace -> event.workspace().sid();
        };
    }

    private void put(String name, @Nullable Sid sid) {
        put(name, sid == null ? null : sid.value());
    }

    private void put(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static String epoch(Instant moment) {
        return Long.toString(moment.getEpochSecond());
    }

    private static String seconds(Instant from, Instant to) {
        return Long.toString(Math.max(0, Duration.between(from, to).toSeconds()));
    }
}
