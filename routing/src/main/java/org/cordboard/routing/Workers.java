package org.cordboard.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Workers and their channels (2.6, 2.7, 3.3).
final class Workers {
    private Workers() {}

    static @Nullable Entity decide(Turn turn, WorkerCommand command) {
        return switch (command) {
            case WorkerCommand.Create create -> create(turn, create);
            case WorkerCommand.Update update -> update(turn, update);
            case WorkerCommand.UpdateChannel update -> updateChannel(turn, update);
            case WorkerCommand.Delete delete -> {
                delete(turn, delete);
                yield null;
            }
        };
    }

    static WorkerNode find(Turn turn, WorkspaceSid workspace, WorkerSid sid) {
        var node = turn.state.workers.get(sid);
        if (node == null || !node.value.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return node;
    }

    private static Entity create(Turn turn, WorkerCommand.Create create) {
        var workspace = Checks.workspace(turn, create.workspace());
        Checks.limit("workers", workspace.workers.size(), turn.limits.workers());
        var name = unusedName(turn, workspace, create.friendlyName(), null);
        var attributes = create.attributes() == null ? "{}" : Checks.attributes(turn, create.attributes());
        var activity = create.activity() == null
                ? workspace.value.defaultActivity()
                : Activities.named(
                        turn,
                        create.workspace(),
                        "ActivitySid",
                        create.activity().value());
        var worker = new Worker(
                turn.sid(WorkerSid.PREFIX, WorkerSid::new),
                create.workspace(),
                name,
                attributes,
                activity,
                turn.now,
                turn.now,
                turn.now,
                0);
        var changed = new ArrayList<Entity>();
        changed.add(worker);
        for (var channel : workspace.taskChannels.values()) {
            changed.add(newChannel(turn, worker, channel));
        }
        turn.emit(EventType.WORKER_CREATED, create.workspace(), turn.about().worker(worker), changed);
        return worker;
    }

    static WorkerChannel newChannel(Turn turn, Worker worker, TaskChannel channel) {
        return new WorkerChannel(
                turn.sid(WorkerChannelSid.PREFIX, WorkerChannelSid::new),
                worker.workspace(),
                worker.sid(),
                channel.sid(),
                channel.uniqueName(),
                1,
                true,
                0,
                0,
                turn.now,
                turn.now,
                turn.now);
    }

    private static String unusedName(Turn turn, WorkspaceNode workspace, String name, @Nullable WorkerNode own) {
        Checks.name(turn, "FriendlyName", name);
        var holder = workspace.workerNamed(name);
        if (holder != null && holder != own) {
            throw Refused.invalid("Worker with the same friendly name already exists");
        }
        return name;
    }

    private static Entity update(Turn turn, WorkerCommand.Update update) {
        var node = find(turn, update.workspace(), update.worker());
        Checks.version(update.ifVersion(), node.value.version());
        var draft = new WorkerDraft(node.value);
        if (update.friendlyName() != null) {
            draft.friendlyName = unusedName(turn, node.workspace, update.friendlyName(), node);
        }
        if (update.attributes() != null) {
            draft.attributes = Checks.attributes(turn, update.attributes());
        }
        var activity = update.activity() == null
                ? null
                : turn.state.requireActivity(Activities.named(
                        turn,
                        update.workspace(),
                        "ActivitySid",
                        update.activity().value()));
        boolean reject = Boolean.TRUE.equals(update.rejectPendingReservations());
        if (reject && (activity == null || activity.available())) {
            throw Refused.invalid(
                    "RejectPendingReservations is allowed only together with the ActivitySid of an unavailable activity");
        }
        if (update.friendlyName() != null || update.attributes() != null) {
            var worker = draft.next(turn.now);
            turn.emit(
                    EventType.WORKER_ATTRIBUTES_UPDATE,
                    update.workspace(),
                    turn.about().worker(worker),
                    List.of(worker));
        }
        if (activity != null) {
            moveTo(turn, node, activity.sid());
        }
        if (reject) {
            rejectPending(turn, node);
        }
        return node.value;
    }

    private static void rejectPending(Turn turn, WorkerNode node) {
        for (var reservation : List.copyOf(node.reservations.values())) {
            var current = turn.state.reservations.get(reservation.sid());
            if (current != null && current.status() == ReservationStatus.PENDING) {
                Reservations.rejected(turn, current, node.value.activity());
            }
        }
    }

    /// Changes the activity; the same one again is no change (3.3).
    static void moveTo(Turn turn, WorkerNode node, @Nullable ActivitySid activity) {
        if (activity == null || activity.equals(node.value.activity())) {
            return;
        }
        var before = node.value;
        var draft = new WorkerDraft(before);
        draft.activity = activity;
        draft.dateStatusChanged = turn.now;
        var worker = draft.next(turn.now);
        var spent = Duration.between(before.dateStatusChanged(), turn.now);
        var details = new LinkedHashMap<String, String>();
        details.put("WorkerTimeInPreviousActivity", Long.toString(spent.toSeconds()));
        details.put("WorkerTimeInPreviousActivityMs", Long.toString(spent.toMillis()));
        details.put("WorkerPreviousActivitySid", before.activity().value());
        details.put("WorkerPreviousActivityName", node.activity.friendlyName());
        turn.emit(
                EventType.WORKER_ACTIVITY_UPDATE,
                worker.workspace(),
                turn.about().worker(worker),
                details,
                List.of(worker),
                List.of());
    }

    private static Entity updateChannel(Turn turn, WorkerCommand.UpdateChannel update) {
        var node = find(turn, update.workspace(), update.worker());
        var channel = turn.state.workerChannels.get(update.channel());
        if (channel == null || !channel.worker().equals(update.worker())) {
            throw Refused.notFound(update.channel());
        }
        int capacity = update.capacity() == null
                ? channel.configuredCapacity()
                : Checks.within("Capacity", update.capacity(), 0, Integer.MAX_VALUE);
        boolean available = update.available() == null ? channel.available() : update.available();
        if (capacity != channel.configuredCapacity()) {
            var draft = new WorkerChannelDraft(slot(node, channel).value);
            draft.configuredCapacity = capacity;
            tell(turn, EventType.WORKER_CAPACITY_UPDATE, node, channel, draft.next(turn.now));
        }
        if (available != channel.available()) {
            var draft = new WorkerChannelDraft(slot(node, channel).value);
            draft.available = available;
            tell(turn, EventType.WORKER_CHANNEL_AVAILABILITY_UPDATE, node, channel, draft.next(turn.now));
        }
        return slot(node, channel).value;
    }

    private static Slot slot(WorkerNode node, WorkerChannel channel) {
        return Objects.requireNonNull(node.slots.get(channel.taskChannel()));
    }

    /// Browser clients count the worker's version up by one on each of these (1.4).
    private static void tell(
            Turn turn, EventType type, WorkerNode node, WorkerChannel before, WorkerChannel after) {
        var worker = new WorkerDraft(node.value).next(turn.now);
        var details = new LinkedHashMap<String, String>();
        details.put("WorkerChannelAvailable", Boolean.toString(after.available()));
        details.put("WorkerChannelCapacity", Integer.toString(after.configuredCapacity()));
        details.put("WorkerChannelPreviousCapacity", Integer.toString(before.configuredCapacity()));
        details.put(
                "WorkerChannelAvailableCapacity",
                Integer.toString(Math.max(0, after.configuredCapacity() - after.openReservations())));
        details.put("WorkerChannelConsumedCapacity", Integer.toString(after.openReservations()));
        details.put("WorkerChannelTaskCount", Integer.toString(after.assignedTasks()));
        turn.emit(
                type,
                worker.workspace(),
                turn.about().worker(worker).workerChannel(after),
                details,
                List.of(worker, after),
                List.of());
    }

    private static void delete(Turn turn, WorkerCommand.Delete delete) {
        var node = find(turn, delete.workspace(), delete.worker());
        Checks.version(delete.ifVersion(), node.value.version());
        if (node.openReservations() > 0) {
            throw Refused.invalid("Worker " + delete.worker() + " has open reservations and cannot be deleted");
        }
        if (node.activity.available()) {
            throw Refused.invalid("Worker " + delete.worker()
                    + " is in an available activity and cannot be deleted; move it to an unavailable one first");
        }
        var removed = new ArrayList<Entity>();
        node.slots.values().forEach(slot -> removed.add(slot.value));
        removed.add(node.value);
        turn.emit(
                EventType.WORKER_DELETED,
                delete.workspace(),
                turn.about().worker(node.value),
                Map.of(),
                List.of(),
                removed);
    }

}
