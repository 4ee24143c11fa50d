package org.cordboard.routing;

import java.time.Instant;
import java.util.TreeMap;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.WorkerScope;
import org.cordboard.routing.sid.TaskChannelSid;
import org.jspecify.annotations.Nullable;

/// A worker as matching sees it: parsed attributes, channels, the task queues it belongs to.
final class WorkerNode implements WorkerScope {
    final WorkspaceNode workspace;
    Worker value;
    Activity activity;
    private Attributes attributes;
    final TreeMap<TaskChannelSid, Slot> slots = new TreeMap<>();
    final TreeMap<Born, QueueNode> taskQueues = new TreeMap<>();
    final TreeMap<Born, Reservation> reservations = new TreeMap<>();

    WorkerNode(WorkspaceNode workspace, Worker value, Activity activity) {
        this.workspace = workspace;
        this.value = value;
        this.activity = activity;
        this.attributes = Attributes.of(value.attributes());
    }

    Born born() {
        return new Born(value.dateCreated(), value.sid());
    }

    void become(Worker next, Activity nextActivity) {
        if (!next.attributes().equals(value.attributes())) {
            attributes = Attributes.of(next.attributes());
        }
        value = next;
        activity = nextActivity;
    }

    int openReservations() {
        int open = 0;
        for (var slot : slots.values()) {
            open += slot.value.openReservations();
        }
        return open;
    }

    /// Whether the worker may take a task of the channel now (3.3).
    boolean isFree(Slot slot) {
        var channel = slot.value;
        if (!activity.available() || !channel.available()) {
            return false;
        }
        return workspace.value.multiTaskEnabled()
                ? channel.openReservations() < channel.configuredCapacity()
                : channel.configuredCapacity() > 0 && openReservations() == 0;
    }

    /// When the last reservation was created: on any channel, or on this one where its task channel says so (6.4).
    Instant lastReserved(Slot slot, boolean thisChannelOnly) {
        var last = slot.value.lastReservedTime();
        if (!thisChannelOnly) {
            for (var other : slots.values()) {
                if (other.value.lastReservedTime().isAfter(last)) {
                    last = other.value.lastReservedTime();
                }
            }
        }
        return last;
    }

    boolean isIdle(TaskChannelSid channel) {
        var slot = slots.get(channel);
        return slot != null && slot.idle != null;
    }

    boolean isIdleAnywhere() {
        for (var slot : slots.values()) {
            if (slot.idle != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String sid() {
        return value.sid().value();
    }

    @Override
    public String friendlyName() {
        return value.friendlyName();
    }

    @Override
    public String activitySid() {
        return value.activity().value();
    }

    @Override
    public String activityName() {
        return activity.friendlyName();
    }

    @Override
    public @Nullable Channel channel(String uniqueName) {
        for (var slot : slots.values()) {
            if (slot.value.taskChannelUniqueName().equals(uniqueName)) {
                return new Channel(
                        slot.value.configuredCapacity(),
                        slot.value.assignedTasks(),
                        slot.value.availableCapacityPercentage());
            }
        }
        return null;
    }
}
