package org.cordboard.api.webhook;

import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.event.EventContext;
import org.cordboard.routing.event.TaskRouterEvent;
import org.jspecify.annotations.Nullable;

/// The English sentence of each event (9.2).
public final class EventDescriptions {
    private EventDescriptions() {}

    public static String of(TaskRouterEvent event) {
        EventContext c = event.context();
        String task = "Task " + sid(c.task());
        String reservation = "Reservation " + sid(c.reservation());
        String worker = "Worker " + name(c.worker());
        String queue = "TaskQueue " + name(c.taskQueue());
        String workflow = "Workflow " + name(c.workflow());
        String activity = "Activity " + name(c.activity());
        String channel = "TaskChannel " + name(c.taskChannel());
        String workspace = "Workspace " + event.workspace().friendlyName();
        return switch (event.type()) {
            case ACTIVITY_CREATED -> activity + " created";
            case ACTIVITY_UPDATED -> activity + " updated";
            case ACTIVITY_DELETED -> activity + " deleted";
            case TASK_CHANNEL_CREATED -> channel + " created";
            case TASK_CHANNEL_UPDATED -> channel + " updated";
            case TASK_CHANNEL_DELETED -> channel + " deleted";
            case TASK_QUEUE_CREATED -> queue + " created";
            case TASK_QUEUE_DELETED -> queue + " deleted";
            case TASK_QUEUE_EXPRESSION_UPDATED -> queue + " target expression updated";
            case TASK_QUEUE_ENTERED -> task + " entered " + queue;
            case TASK_QUEUE_MOVED -> task + " moved to " + queue;
            case TASK_QUEUE_TIMEOUT -> task + " timed out of " + queue;
            case WORKFLOW_CREATED -> workflow + " created";
            case WORKFLOW_UPDATED -> workflow + " updated";
            case WORKFLOW_DELETED -> workflow + " deleted";
            case WORKFLOW_ENTERED -> task + " entered " + workflow;
            case WORKFLOW_TARGET_MATCHED -> task + " matched a workflow target";
            case WORKFLOW_TIMEOUT -> task + " timed out of " + workflow;
            case WORKFLOW_SKIPPED -> task + " skipped past the end of " + workflow;
            case WORKSPACE_CREATED -> workspace + " created";
            case WORKSPACE_UPDATED -> workspace + " updated";
            case WORKSPACE_DELETED -> workspace + " deleted";
            case WORKER_CREATED -> worker + " created";
            case WORKER_DELETED -> worker + " deleted";
            case WORKER_ACTIVITY_UPDATE -> worker + " updated to " + name(c.activity()) + " Activity";
            case WORKER_ATTRIBUTES_UPDATE -> worker + " attributes updated";
            case WORKER_CAPACITY_UPDATE -> worker + " channel capacity updated";
            case WORKER_CHANNEL_AVAILABILITY_UPDATE -> worker + " channel availability updated";
            case TASK_CREATED -> task + " created";
            case TASK_UPDATED -> task + " updated";
            case TASK_WRAPUP -> task + " is in wrapup";
            case TASK_COMPLETED -> task + " completed";
            case TASK_CANCELED -> task + " canceled";
            case TASK_DELETED -> task + " deleted";
            case TASK_SYSTEM_DELETED -> task + " deleted by the system";
            case TASK_TRANSFER_INITIATED -> task + " transfer initiated";
            case TASK_TRANSFER_ATTEMPT_FAILED -> task + " transfer attempt failed";
            case TASK_TRANSFER_FAILED -> task + " transfer failed";
            case TASK_TRANSFER_CANCELED -> task + " transfer canceled";
            case TASK_TRANSFER_COMPLETED -> task + " transfer completed";
            case RESERVATION_CREATED -> reservation + " created for " + task;
            case RESERVATION_ACCEPTED -> reservation + " accepted by " + worker;
            case RESERVATION_REJECTED -> reservation + " rejected by " + worker;
            case RESERVATION_TIMEOUT -> reservation + " timed out";
            case RESERVATION_CANCELED -> reservation + " canceled";
            case RESERVATION_RESCINDED -> reservation + " rescinded";
            case RESERVATION_WRAPUP -> reservation + " is in wrapup";
            case RESERVATION_COMPLETED -> reservation + " completed";
            case RESERVATION_FAILED -> "Reservation failed for " + task;
        };
    }

    private static String sid(@Nullable Task task) {
        return task == null ? "" : task.sid().value();
    }

    private static String sid(@Nullable Reservation reservation) {
        return reservation == null ? "" : reservation.sid().value();
    }

    private static String name(@Nullable Worker worker) {
        return worker == null ? "" : worker.friendlyName();
    }

    private static String name(@Nullable TaskQueue queue) {
        return queue == null ? "" : queue.friendlyName();
    }

    private static String name(@Nullable Workflow workflow) {
        return workflow == null ? "" : workflow.friendlyName();
    }

    private static String name(@Nullable Activity activity) {
        return activity == null ? "" : activity.friendlyName();
    }

    private static String name(@Nullable TaskChannel channel) {
        return channel == null ? "" : channel.friendlyName();
    }
}
