package org.cordboard.routing.event;

import org.jspecify.annotations.Nullable;

/// The event types (9.4). Their names are irregular on purpose: they are the published ones.
public enum EventType {
    ACTIVITY_CREATED("activity.created"),
    ACTIVITY_UPDATED("activity.updated"),
    ACTIVITY_DELETED("activity.deleted"),
    TASK_CHANNEL_CREATED("task-channel.created"),
    TASK_CHANNEL_UPDATED("task-channel.updated"),
    TASK_CHANNEL_DELETED("task-channel.deleted"),
    TASK_QUEUE_CREATED("task-queue.created"),
    TASK_QUEUE_DELETED("task-queue.deleted"),
    TASK_QUEUE_EXPRESSION_UPDATED("task-queue.expression.updated"),
    TASK_QUEUE_ENTERED("task-queue.entered"),
    TASK_QUEUE_MOVED("task-queue.moved"),
    TASK_QUEUE_TIMEOUT("task-queue.timeout"),
    WORKFLOW_CREATED("workflow.created"),
    WORKFLOW_UPDATED("workflow.updated"),
    WORKFLOW_DELETED("workflow.deleted"),
    WORKFLOW_ENTERED("workflow.entered"),
    WORKFLOW_TARGET_MATCHED("workflow.target-matched"),
    WORKFLOW_TIMEOUT("workflow.timeout"),
    WORKFLOW_SKIPPED("workflow.skipped"),
    WORKSPACE_CREATED("workspace.created"),
    WORKSPACE_UPDATED("workspace.updated"),
    WORKSPACE_DELETED("workspace.deleted"),
    WORKER_CREATED("worker.created"),
    WORKER_DELETED("worker.deleted"),
    WORKER_ACTIVITY_UPDATE("worker.activity.update"),
    WORKER_ATTRIBUTES_UPDATE("worker.attributes.update"),
    WORKER_CAPACITY_UPDATE("worker.capacity.update"),
    WORKER_CHANNEL_AVAILABILITY_UPDATE("worker.channel.availability.update"),
    TASK_CREATED("task.created"),
    TASK_UPDATED("task.updated"),
    TASK_WRAPUP("task.wrapup"),
    TASK_COMPLETED("task.completed"),
    TASK_CANCELED("task.canceled"),
    TASK_DELETED("task.deleted"),
    TASK_SYSTEM_DELETED("task.system-deleted"),
    TASK_TRANSFER_INITIATED("task.transfer-initiated"),
    TASK_TRANSFER_ATTEMPT_FAILED("task.transfer-attempt-failed"),
    TASK_TRANSFER_FAILED("task.transfer-failed"),
    TASK_TRANSFER_CANCELED("task.transfer-canceled"),
    TASK_TRANSFER_COMPLETED("task.transfer-completed"),
    RESERVATION_CREATED("reservation.created"),
    RESERVATION_ACCEPTED("reservation.accepted"),
    RESERVATION_REJECTED("reservation.rejected"),
    RESERVATION_TIMEOUT("reservation.timeout"),
    RESERVATION_CANCELED("reservation.canceled"),
    RESERVATION_RESCINDED("reservation.rescinded"),
    RESERVATION_WRAPUP("reservation.wrapup"),
    RESERVATION_COMPLETED("reservation.completed"),
    RESERVATION_FAILED("reservation.failed");

    private final String wire;

    EventType(String wire) {
        this.wire = wire;
    }

    /// The published name, such as `task-queue.entered`.
    public String wire() {
        return wire;
    }

    /// The published resource type: the first part of the name.
    public String resourceType() {
        return wire.substring(0, wire.indexOf('.'));
    }

    public static @Nullable EventType ofWire(String name) {
        for (var type : values()) {
            if (type.wire.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
