package org.cordboard.routing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Tasks handed from one worker to another, or to a task queue (8.7).
final class Transfers {
    static final String WORKER = "WORKER";
    static final String QUEUE = "QUEUE";
    static final String COLD = "COLD";
    static final String WARM = "WARM";
    static final String INITIATED = "initiated";

    private Transfers() {}

    static Entity decide(Turn turn, TransferCommand command) {
        return switch (command) {
            case TransferCommand.Start start -> start(turn, start);
            case TransferCommand.Cancel cancel -> cancel(turn, cancel);
        };
    }

    private static Transfer start(Turn turn, TransferCommand.Start start) {
        var node = Tasks.find(turn, start.workspace(), start.task());
        var own = turn.state.reservations.get(start.reservation());
        if (own == null || !own.task().equals(start.task())) {
            throw Refused.notFound(start.reservation());
        }
        if (node.value.status() != TaskStatus.ASSIGNED || own.status() != ReservationStatus.ACCEPTED) {
            throw Refused.invalid("Cannot transfer task %s because reservation %s is not accepted"
                    .formatted(start.task(), start.reservation()));
        }
        var mode = start.mode().isEmpty() ? WARM : start.mode();
        if (!mode.equals(WARM) && !mode.equals(COLD)) {
            throw Refused.invalid("Mode must be WARM or COLD, was " + mode);
        }
        var receiver = receiver(turn, node, own, start.to());
        var attributes = start.attributes() == null
                ? node.value.attributes()
                : Checks.attributes(turn, start.attributes());
        int priority = start.priority() == null
                ? node.value.priority()
                : Checks.within("Priority", start.priority(), 0, Integer.MAX_VALUE);

        var transfer = new Transfer(
                turn.sid(TransferSid.PREFIX, TransferSid::new),
                node.workspace.value.account(),
                start.workspace(),
                start.task(),
                own.sid(),
                own.worker(),
                node.value.taskQueue(),
                node.value.workflow(),
                mode,
                receiver == null ? QUEUE : WORKER,
                start.to(),
                INITIATED,
                null,
                turn.now,
                turn.now);
        var before = node.value;
        var draft = new TaskDraft(before);
        draft.transfer = transfer.sid();
        draft.attributes = attributes;
        draft.priority = priority;
        draft.rounds = before.rounds() + 1;
        draft.status = TaskStatus.PENDING;
        if (receiver == null) {
            draft.taskQueue = new TaskQueueSid(start.to());
            draft.taskQueueEnteredDate = turn.now;
        }
        var task = draft.next(turn.now);
        turn.emit(
                EventType.TASK_TRANSFER_INITIATED,
                start.workspace(),
                turn.about().task(task).reservation(own).transfer(transfer),
                List.of(transfer, task));
        if (mode.equals(COLD)) {
            Reservations.wrapOnly(turn, own);
        }
        if (receiver != null) {
            Reservations.create(turn, node, receiver);
        } else if (!Objects.equals(before.taskQueue(), task.taskQueue())) {
            turn.emit(
                    EventType.TASK_QUEUE_MOVED,
                    start.workspace(),
                    turn.about().task(node.value),
                    Placement.movedFrom(turn, before, "Task transferred"),
                    List.of(),
                    List.of());
        }
        turn.emit(EventType.TASK_UPDATED, start.workspace(), turn.about().task(node.value), List.of());
        return transfer;
    }

    /// The worker meant, or null for a task queue.
    private static @Nullable WorkerNode receiver(Turn turn, TaskNode node, Reservation own, String to) {
        if (TaskQueueSid.valid(to)) {
            var queue = turn.state.taskQueues.get(new TaskQueueSid(to));
            if (queue == null || queue.workspace != node.workspace) {
                throw Refused.invalid("To " + to + " is no task queue of this workspace");
            }
            return null;
        }
        if (!WorkerSid.valid(to)) {
            throw Refused.invalid("To must be the SID of a worker or task queue, was '" + to + "'");
        }
        var worker = turn.state.workers.get(new WorkerSid(to));
        if (worker == null || worker.workspace != node.workspace) {
            throw Refused.invalid("To " + to + " is no worker of this workspace");
        }
        if (worker.value.sid().equals(own.worker()) || !worker.isIdle(node.value.taskChannel())) {
            throw Refused.invalid("Worker " + to + " is not available for the transfer");
        }
        return worker;
    }

    private static Transfer cancel(Turn turn, TransferCommand.Cancel cancel) {
        var transfer = turn.state.transfers.get(cancel.transfer());
        if (transfer == null || !transfer.task().equals(cancel.task())) {
            throw Refused.notFound(cancel.transfer());
        }
        if (!transfer.status().equals(INITIATED)) {
            throw Refused.invalid("Transfer %s is already %s . Cannot cancel transfer."
                    .formatted(transfer.sid(), transfer.status()));
        }
        var node = turn.state.requireTask(transfer.task());
        var over = ended(turn, transfer, "canceled", null);
        var task = backToAssigned(turn, node.value, over);
        turn.emit(
                EventType.TASK_TRANSFER_CANCELED,
                task.workspace(),
                turn.about().task(task).transfer(over),
                List.of(over, task));
        for (var reservation : List.copyOf(node.reservations.values())) {
            if (reservation.status() == ReservationStatus.PENDING) {
                Reservations.cancel(turn, reservation);
            }
        }
        turn.emit(EventType.TASK_UPDATED, task.workspace(), turn.about().task(task), List.of());
        completeIfAbandoned(turn, node);
        return over;
    }

    /// The transfer in its final state.
    static Transfer ended(Turn turn, Transfer transfer, String status, @Nullable String failedReason) {
        return new Transfer(
                transfer.sid(),
                transfer.account(),
                transfer.workspace(),
                transfer.task(),
                transfer.initiatingReservation(),
                transfer.initiatingWorker(),
                transfer.initiatingQueue(),
                transfer.initiatingWorkflow(),
                transfer.mode(),
                transfer.type(),
                transfer.to(),
                status,
                failedReason,
                transfer.dateCreated(),
                turn.now);
    }

    /// The task belongs to the one who tried to hand it over again.
    static Task backToAssigned(Turn turn, Task task, Transfer transfer) {
        var draft = new TaskDraft(task);
        draft.status = TaskStatus.ASSIGNED;
        draft.transfer = null;
        if (!Objects.equals(draft.taskQueue, transfer.initiatingQueue())) {
            draft.taskQueue = transfer.initiatingQueue();
            draft.taskQueueEnteredDate = turn.now;
        }
        return draft.next(turn.now);
    }

    /// The failed transfer when the one worker asked did not take the task; null when there is no transfer or others
    /// of the task queue will be asked.
    static @Nullable Transfer attemptOver(Turn turn, Task task, ReservationStatus status) {
        if (task.transfer() == null) {
            return null;
        }
        var transfer = turn.state.requireTransfer(task.transfer());
        return transfer.type().equals(WORKER) ? ended(turn, transfer, "failed", why(status)) : null;
    }

    private static String why(ReservationStatus status) {
        return switch (status) {
            case TIMEOUT -> "Transfer failed because the reservation timed out";
            case REJECTED ->
                "Transfer attempt failed on reservation reject because there are no more pending reservations";
            case CANCELED, PENDING, ACCEPTED, RESCINDED, WRAPPING, COMPLETED ->
                "Transfer failed because the reservation was canceled";
        };
    }

    static void afterAttempt(Turn turn, TaskNode node, Reservation reservation) {
        var transfer = turn.state.requireTransfer(Objects.requireNonNull(reservation.transfer()));
        var about = turn.about().task(node.value).reservation(reservation).transfer(transfer);
        if (transfer.status().equals(INITIATED)) {
            turn.emit(
                    EventType.TASK_TRANSFER_ATTEMPT_FAILED,
                    node.value.workspace(),
                    about,
                    Map.of("TransferFailedReason", why(reservation.status())),
                    List.of(),
                    List.of());
        } else if (transfer.status().equals("failed")) {
            turn.emit(EventType.TASK_TRANSFER_FAILED, node.value.workspace(), about, List.of());
            turn.emit(EventType.TASK_UPDATED, node.value.workspace(), turn.about().task(node.value), List.of());
            completeIfAbandoned(turn, node);
        }
    }

    /// Whoever handed the task over may have completed their part meanwhile: then nobody is left to work on it.
    private static void completeIfAbandoned(Turn turn, TaskNode node) {
        if (!node.hasOpenReservations() && node.value.status() == TaskStatus.ASSIGNED) {
            Tasks.complete(turn, node, Decisions.ALL_COMPLETED_REASON);
        }
    }
}
