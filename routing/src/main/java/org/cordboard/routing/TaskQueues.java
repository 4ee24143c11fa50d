package org.cordboard.routing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Task queues (2.4).
final class TaskQueues {
    static final String EVERYONE = "1==1";

    private TaskQueues() {}

    static @Nullable Entity decide(Turn turn, TaskQueueCommand command) {
        return switch (command) {
            case TaskQueueCommand.Create create -> create(turn, create);
            case TaskQueueCommand.Update update -> update(turn, update);
            case TaskQueueCommand.Delete delete -> {
                delete(turn, delete);
                yield null;
            }
        };
    }

    static QueueNode find(Turn turn, WorkspaceSid workspace, TaskQueueSid sid) {
        var node = turn.state.taskQueues.get(sid);
        if (node == null || !node.value.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return node;
    }

    static TaskQueue create(Turn turn, TaskQueueCommand.Create create) {
        var workspace = Checks.workspace(turn, create.workspace());
        Checks.limit("task queues", workspace.taskQueues.size(), turn.limits.taskQueues());
        var queue = new TaskQueue(
                turn.sid(TaskQueueSid.PREFIX, TaskQueueSid::new),
                create.workspace(),
                Checks.name(turn, "FriendlyName", create.friendlyName()),
                create.targetWorkers() == null ? EVERYONE : expression(create.targetWorkers()),
                reserved(turn, create.maxReservedWorkers() == null ? 1 : create.maxReservedWorkers()),
                create.taskOrder() == null ? TaskOrder.FIFO : create.taskOrder(),
                activity(turn, create.workspace(), "ReservationActivitySid", create.reservationActivity()),
                activity(turn, create.workspace(), "AssignmentActivitySid", create.assignmentActivity()),
                turn.now,
                turn.now);
        turn.emit(EventType.TASK_QUEUE_CREATED, create.workspace(), turn.about().taskQueue(queue), List.of(queue));
        return queue;
    }

    private static @Nullable String expression(String text) {
        if (text.isBlank()) {
            return null;
        }
        Checks.expression(text, Context.QUEUE);
        return text;
    }

    private static int reserved(Turn turn, int count) {
        return Checks.within("MaxReservedWorkers", count, 1, turn.limits.reservedWorkersMax());
    }

    private static @Nullable ActivitySid activity(
            Turn turn, WorkspaceSid workspace, String parameter, @Nullable ActivitySid sid) {
        return sid == null ? null : Activities.named(turn, workspace, parameter, sid.value());
    }

    private static @Nullable ActivitySid activity(
            Turn turn, WorkspaceSid workspace, String parameter, @Nullable String sid, @Nullable ActivitySid before) {
        if (sid == null) {
            return before;
        }
        return sid.isEmpty() ? null : Activities.named(turn, workspace, parameter, sid);
    }

    private static TaskQueue update(Turn turn, TaskQueueCommand.Update update) {
        var before = find(turn, update.workspace(), update.taskQueue()).value;
        var draft = new TaskQueueDraft(before);
        if (update.friendlyName() != null) {
            draft.friendlyName = Checks.name(turn, "FriendlyName", update.friendlyName());
        }
        if (update.targetWorkers() != null) {
            draft.targetWorkers = expression(update.targetWorkers());
        }
        if (update.maxReservedWorkers() != null) {
            draft.maxReservedWorkers = reserved(turn, update.maxReservedWorkers());
        }
        if (update.taskOrder() != null) {
            draft.taskOrder = update.taskOrder();
        }
        draft.reservationActivity = activity(
                turn,
                update.workspace(),
                "ReservationActivitySid",
                update.reservationActivity(),
                before.reservationActivity());
        draft.assignmentActivity = activity(
                turn,
                update.workspace(),
                "AssignmentActivitySid",
                update.assignmentActivity(),
                before.assignmentActivity());
        var queue = draft.next(turn.now);
        if (Objects.equals(before.targetWorkers(), queue.targetWorkers())) {
            turn.record(List.of(queue), List.of());
        } else {
            turn.emit(
                    EventType.TASK_QUEUE_EXPRESSION_UPDATED,
                    update.workspace(),
                    turn.about().taskQueue(queue),
                    List.of(queue));
        }
        return queue;
    }

    private static void delete(Turn turn, TaskQueueCommand.Delete delete) {
        var node = find(turn, delete.workspace(), delete.taskQueue());
        var sid = node.value.sid();
        var workspace = node.workspace;
        boolean named = workspace.workflows.values().stream().anyMatch(workflow -> workflow.names(sid));
        if (named) {
            throw Refused.invalid("Task queue " + sid + " cannot be deleted while a workflow refers to it");
        }
        if (node.tally.counts(null).total() > 0) {
            throw Refused.invalid("Task queue " + sid + " cannot be deleted while tasks are in it");
        }
        turn.emit(
                EventType.TASK_QUEUE_DELETED,
                delete.workspace(),
                turn.about().taskQueue(node.value),
                Map.of(),
                List.of(),
                List.of(node.value));
    }
}
