package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Tasks: creation, edits and every transition of 3.1.
final class Tasks {
    private static final Instant EARLIEST_START = Instant.parse("1900-01-01T00:00:00Z");

    private Tasks() {}

    static @Nullable Entity decide(Turn turn, TaskCommand command) {
        return switch (command) {
            case TaskCommand.Create create -> {
                var prepared = prepare(turn, create, null);
                yield create(turn, prepared);
            }
            case TaskCommand.Update update -> update(turn, update);
            case TaskCommand.MergeAttributes merge -> {
                var node = find(turn, merge.workspace(), merge.task());
                var object = object(merge.attributes());
                merge(turn, node, object);
                yield node.value;
            }
            case TaskCommand.Delete delete -> {
                var node = find(turn, delete.workspace(), delete.task());
                Checks.version(delete.ifVersion(), node.value.version());
                remove(turn, node, EventType.TASK_DELETED);
                yield null;
            }
        };
    }

    static TaskNode find(Turn turn, WorkspaceSid workspace, TaskSid sid) {
        var node = turn.state.tasks.get(sid);
        if (node == null || !node.value.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return node;
    }

    /// A checked creation.
    ///
    /// @param workflow null when the task goes straight to a task queue or worker
    record Prepared(Task task, @Nullable WorkflowNode workflow, boolean throughWorkflow) {}

    static Prepared prepare(Turn turn, TaskCommand.Create create, @Nullable CallSid call) {
        var workspace = Checks.workspace(turn, create.workspace());
        var text = create.attributes() == null ? "{}" : create.attributes();
        var attributes = call == null ? Checks.attributes(turn, text) : objectText(text);
        int timeout = Checks.within(
                "Timeout",
                create.timeout() == null ? turn.limits.taskTimeoutDefault() : create.timeout(),
                1,
                turn.limits.taskTimeoutMax());
        int priority = priority(create.priority() == null ? 0 : create.priority());
        var channel = channel(workspace, create.taskChannel() == null ? "default" : create.taskChannel());
        var start = create.virtualStartTime() == null ? turn.now : start(turn, create.virtualStartTime());
        var target = target(turn, workspace, create);
        var workflow = workflow(turn, workspace, create, target);
        if (create.taskQueue() != null) {
            queue(turn, workspace, create.taskQueue(), "TaskQueueSid");
        }
        boolean toWorker = target != null && target.startsWith(WorkerSid.PREFIX);
        boolean toQueue = target != null && target.startsWith(TaskQueueSid.PREFIX);
        TaskQueueSid queue = null;
        if (target != null && toQueue) {
            queue = new TaskQueueSid(target);
        } else if (toWorker) {
            queue = bookedUnder(turn, create, workflow, attributes);
        }
        var ignoring = create.ignoreCapacity();
        var task = new Task(
                turn.sid(TaskSid.PREFIX, TaskSid::new),
                create.workspace(),
                workflow == null ? null : workflow.value.sid(),
                null,
                queue,
                queue == null ? null : turn.now,
                channel.sid(),
                attributes,
                priority,
                TaskStatus.PENDING,
                null,
                timeout,
                start,
                target,
                toWorker && (ignoring == null || ignoring),
                0,
                call,
                null,
                null,
                null,
                null,
                turn.now,
                turn.now,
                0);
        return new Prepared(task, workflow, !toQueue && !toWorker);
    }

    static Task create(Turn turn, Prepared prepared) {
        var task = prepared.task();
        if (prepared.throughWorkflow()) {
            Placement.enter(turn, task, Objects.requireNonNull(prepared.workflow()));
        } else {
            if (task.taskQueue() != null) {
                turn.emit(EventType.TASK_QUEUE_ENTERED, task.workspace(), turn.about().task(task), List.of(task));
            }
            turn.emit(EventType.TASK_CREATED, task.workspace(), turn.about().task(task), List.of(task));
        }
        return turn.state.requireTask(task.sid()).value;
    }

    private static String objectText(String text) {
        object(text);
        return text;
    }

    private static int priority(int value) {
        return Checks.within("Priority", value, 0, Integer.MAX_VALUE);
    }

    private static TaskChannel channel(WorkspaceNode workspace, String name) {
        var wanted = TaskChannelSid.valid(name) ? new TaskChannelSid(name).value() : name;
        return workspace.taskChannels.values().stream()
                .filter(channel -> channel.uniqueName().equals(wanted)
                        || channel.sid().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("TaskChannel " + name + " does not exist in this workspace"));
    }

    private static Instant start(Turn turn, Instant start) {
        if (start.isAfter(turn.now)) {
            throw Refused.invalid("VirtualStartTime must not be in the future, was " + start);
        }
        if (start.isBefore(EARLIEST_START)) {
            throw Refused.invalid("VirtualStartTime must not be before the year 1900, was " + start);
        }
        return start;
    }

    private static @Nullable String target(Turn turn, WorkspaceNode workspace, TaskCommand.Create create) {
        var target = create.routingTarget();
        if (target == null) {
            return null;
        }
        if (WorkerSid.valid(target)) {
            return new WorkerSid(target).value();
        }
        if (TaskQueueSid.valid(target)) {
            queue(turn, workspace, new TaskQueueSid(target), "RoutingTarget");
            return new TaskQueueSid(target).value();
        }
        if (WorkflowSid.valid(target)) {
            return new WorkflowSid(target).value();
        }
        if (target.startsWith(WorkflowSid.PREFIX)) {
            throw Refused.invalid(
                    "Value '%s' provided for WorkflowSid as RoutingTarget has an invalid format. WorkspaceSid: %s, AccountSid: %s"
                            .formatted(target, workspace.value.sid(), workspace.value.account()));
        }
        throw Refused.invalid("RoutingTarget must be the SID of a worker, task queue or workflow, was '" + target + "'");
    }

    private static QueueNode queue(Turn turn, WorkspaceNode workspace, TaskQueueSid sid, String parameter) {
        var queue = turn.state.taskQueues.get(sid);
        if (queue == null || queue.workspace != workspace) {
            throw Refused.invalid(parameter + " " + sid + " is no task queue of this workspace");
        }
        return queue;
    }

    private static @Nullable WorkflowNode workflow(
            Turn turn, WorkspaceNode workspace, TaskCommand.Create create, @Nullable String target) {
        WorkflowSid wanted = create.workflow();
        if (target != null && target.startsWith(WorkflowSid.PREFIX)) {
            wanted = new WorkflowSid(target);
        }
        if (wanted != null) {
            var workflow = turn.state.workflows.get(wanted);
            if (workflow == null || workflow.workspace != workspace) {
                throw Refused.invalid((wanted.equals(create.workflow()) ? "WorkflowSid " : "RoutingTarget ") + wanted
                        + " is no workflow of this workspace");
            }
            return workflow;
        }
        if (workspace.workflows.size() == 1) {
            return workspace.workflows.firstEntry().getValue();
        }
        if (target == null) {
            throw Refused.invalid("WorkflowSid field is required");
        }
        return null;
    }

    /// The task queue a worker-targeted task counts in: the one named, or where its workflow would put it.
    private static @Nullable TaskQueueSid bookedUnder(
            Turn turn, TaskCommand.Create create, @Nullable WorkflowNode workflow, String attributes) {
        if (create.taskQueue() != null) {
            return create.taskQueue();
        }
        if (workflow == null) {
            return null;
        }
        var plan = workflow.configuration();
        var scope = new org.cordboard.routing.expression.TaskScope(turn.state.parsed(attributes))
                .and(new org.cordboard.routing.expression.TimeScope(turn.now));
        return plan.queue(plan.enter(scope)).orElse(null);
    }

    private static Entity update(Turn turn, TaskCommand.Update update) {
        var node = find(turn, update.workspace(), update.task());
        Checks.version(update.ifVersion(), node.value.version());
        if (update.status() != null) {
            if (update.attributes() != null) {
                throw Refused.invalid("AssignmentStatus and Attributes cannot be updated in the same request");
            }
            checkStatus(node, update);
        }
        var edited = edited(turn, node, update);
        boolean attributes = edited != null && !edited.attributes().equals(node.value.attributes());
        if (edited != null) {
            turn.emit(EventType.TASK_UPDATED, edited.workspace(), turn.about().task(edited), List.of(edited));
        }
        if (update.status() != null) {
            changeStatus(turn, node, update);
        }
        var subject = node.value;
        if (attributes) {
            attributesChanged(turn, node);
            subject = node.value;
        }
        return subject;
    }

    private static @Nullable Task edited(Turn turn, TaskNode node, TaskCommand.Update update) {
        var draft = new TaskDraft(node.value);
        if (update.attributes() != null) {
            draft.attributes = Checks.attributes(turn, update.attributes());
        }
        if (update.priority() != null) {
            draft.priority = priority(update.priority());
        }
        if (update.taskChannel() != null) {
            draft.taskChannel = channel(node.workspace, update.taskChannel()).sid();
        }
        if (update.virtualStartTime() != null) {
            draft.virtualStartTime = start(turn, update.virtualStartTime());
        }
        boolean named = update.attributes() != null
                || update.priority() != null
                || update.taskChannel() != null
                || update.virtualStartTime() != null;
        return named ? draft.next(turn.now) : null;
    }

    private static void checkStatus(TaskNode node, TaskCommand.Update update) {
        var task = node.value;
        var where = " task %s in workspace %s for account %s because "
                .formatted(task.sid(), task.workspace(), node.workspace.value.account());
        boolean working = task.status() == TaskStatus.ASSIGNED || task.status() == TaskStatus.WRAPPING;
        switch (Objects.requireNonNull(update.status())) {
            case CANCELED -> {
                boolean waits = task.status() == TaskStatus.PENDING || task.status() == TaskStatus.RESERVED;
                if (!waits || task.transfer() != null) {
                    throw Refused.invalid("Cannot cancel" + where + "it is not pending or reserved.");
                }
            }
            case WRAPPING -> {
                if (task.status() != TaskStatus.ASSIGNED) {
                    throw Refused.invalid("Cannot wrap up a" + where + "it's not currently assigned");
                }
            }
            case COMPLETED -> {
                // The published contract asks for a reason, but applications in the field complete without one.
                if (!working) {
                    throw Refused.invalid("Cannot complete" + where + "it is not currently assigned.");
                }
            }
            case PENDING, RESERVED, ASSIGNED ->
                throw Refused.invalid("AssignmentStatus must be canceled, wrapping or completed, was "
                        + update.status().wire());
        }
    }

    private static void changeStatus(Turn turn, TaskNode node, TaskCommand.Update update) {
        switch (Objects.requireNonNull(update.status())) {
            case CANCELED -> cancel(turn, node, update.reason());
            case WRAPPING -> {
                for (var reservation : List.copyOf(node.reservations.values())) {
                    if (reservation.status() == ReservationStatus.ACCEPTED) {
                        Reservations.wrapOnly(turn, reservation);
                    }
                }
                wrapping(turn, node, update.reason());
            }
            case COMPLETED -> complete(turn, node, update.reason());
            case PENDING, RESERVED, ASSIGNED -> throw new IllegalStateException("checked before");
        }
    }

    static void wrapping(Turn turn, TaskNode node, @Nullable String reason) {
        var draft = new TaskDraft(node.value);
        draft.status = TaskStatus.WRAPPING;
        draft.reason = reason;
        var task = draft.next(turn.now);
        turn.emit(EventType.TASK_WRAPUP, task.workspace(), turn.about().task(task), List.of(task));
    }

    /// The task is done, and so is every reservation that was open.
    static void complete(Turn turn, TaskNode node, @Nullable String reason) {
        var draft = new TaskDraft(node.value);
        draft.status = TaskStatus.COMPLETED;
        draft.reason = reason;
        draft.finishedAt = turn.now;
        var task = draft.next(turn.now);
        turn.emit(
                EventType.TASK_COMPLETED,
                task.workspace(),
                turn.about().task(task),
                reasons("TaskCompletedReason", reason),
                List.of(task),
                List.of());
        endReservations(turn, node);
        Placement.dropUnfollowedPlans(turn, task);
    }

    static void cancel(Turn turn, TaskNode node, @Nullable String reason) {
        recordCanceled(turn, node, reason);
        endReservations(turn, node);
        var task = node.value;
        turn.emit(
                EventType.TASK_CANCELED,
                task.workspace(),
                turn.about().task(task),
                reasons("TaskCanceledReason", reason),
                List.of(),
                List.of());
        Placement.dropUnfollowedPlans(turn, task);
    }

    /// The state comes before its event: the ends of the task's offers are told first, and show it canceled.
    private static void recordCanceled(Turn turn, TaskNode node, @Nullable String reason) {
        var draft = new TaskDraft(node.value);
        draft.status = TaskStatus.CANCELED;
        draft.reason = reason;
        draft.finishedAt = turn.now;
        turn.record(List.of(draft.next(turn.now)), List.of());
    }

    private static Map<String, String> reasons(String name, @Nullable String reason) {
        if (reason == null) {
            return Map.of();
        }
        var details = new LinkedHashMap<String, String>();
        details.put(name, reason);
        details.put("Reason", reason);
        return details;
    }

    /// Offers are canceled, work under way is completed.
    private static void endReservations(Turn turn, TaskNode node) {
        for (var reservation : List.copyOf(node.reservations.values())) {
            switch (reservation.status()) {
                case PENDING -> Reservations.cancel(turn, reservation);
                case ACCEPTED, WRAPPING -> Reservations.completeOnly(turn, reservation);
                case REJECTED, TIMEOUT, CANCELED, RESCINDED, COMPLETED -> {}
            }
        }
    }

    /// The task goes in any status, with everything that belongs to it.
    static void remove(Turn turn, TaskNode node, EventType type) {
        withdraw(turn, node);
        if (node.value.status() == TaskStatus.RESERVED) {
            recordCanceled(turn, node, node.value.reason());
        }
        endReservations(turn, node);
        turn.emit(
                type,
                node.value.workspace(),
                turn.about().task(node.value),
                Map.of(),
                List.of(),
                belongings(turn.state, node));
        Placement.dropUnfollowedPlans(turn, node.value);
    }

    /// A task on its way out takes no new offers while its reservations end.
    private static void withdraw(Turn turn, TaskNode node) {
        turn.state.taskIndex.demands.withdraw(node);
    }

    static void purge(Turn turn, TaskNode node) {
        turn.record(List.of(), belongings(turn.state, node));
    }

    static List<Entity> belongings(State state, TaskNode node) {
        var removed = new ArrayList<Entity>(node.reservations.values());
        for (var transfer : state.transfersOf(node.value.sid())) {
            removed.add(transfer);
        }
        removed.add(node.value);
        return removed;
    }

    static Value.Object object(String text) {
        return switch (Attributes.parse(text)) {
            case Attributes.Parsed.Ok(var attributes) -> attributes.object();
            case Attributes.Parsed.NotJson(var message) -> throw Refused.invalid(message);
            case Attributes.Parsed.NotObject(var message) -> throw Refused.invalid(message);
            case Attributes.Parsed.TooLong _ -> Attributes.of(text).object();
        };
    }

    /// Adds or replaces top-level attributes.
    static void merge(Turn turn, TaskNode node, Value.Object more) {
        var attributes = turn.state.parsed(node.value.attributes());
        for (var member : more.members().entrySet()) {
            attributes = attributes.with(member.getKey(), member.getValue());
        }
        var draft = new TaskDraft(node.value);
        draft.attributes = attributes.text();
        var task = draft.next(turn.now);
        turn.emit(EventType.TASK_UPDATED, task.workspace(), turn.about().task(task), List.of(task));
        attributesChanged(turn, node);
    }

    /// Filters are looked at again at once, or when the round of offers is over (4.6).
    private static void attributesChanged(Turn turn, TaskNode node) {
        var task = node.value;
        if (task.place() == null || task.transfer() != null) {
            return;
        }
        if (task.status() == TaskStatus.PENDING) {
            Placement.attributesChanged(turn, node);
        } else if (task.status() == TaskStatus.RESERVED) {
            var draft = new TaskDraft(task);
            draft.place = Placement.with(task.place(), task.place().skipChecked(), true);
            turn.record(List.of(draft.unseen()), List.of());
        }
    }
}
