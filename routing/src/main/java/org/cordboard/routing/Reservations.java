package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Offers of tasks to workers: every transition of 3.2 and what it does to task, worker and channel (3.1, 3.3, 6.5).
final class Reservations {
    private Reservations() {}

    static Entity decide(Turn turn, ReservationCommand command) {
        var reservation = find(turn, command.workspace(), command.reservation());
        switch (command) {
            case ReservationCommand.Accept accept -> accept(turn, reservation, accept);
            case ReservationCommand.Reject reject -> reject(turn, reservation, reject);
            case ReservationCommand.Wrap wrap -> {
                Checks.version(wrap.ifVersion(), reservation.version());
                require(reservation, ReservationStatus.WRAPPING, ReservationStatus.ACCEPTED);
                wrap(turn, reservation);
            }
            case ReservationCommand.Complete complete -> {
                Checks.version(complete.ifVersion(), reservation.version());
                require(
                        reservation,
                        ReservationStatus.COMPLETED,
                        ReservationStatus.ACCEPTED,
                        ReservationStatus.WRAPPING);
                complete(turn, reservation);
            }
            case ReservationCommand.Hold hold -> hold(turn, reservation, hold);
            case ReservationCommand.CancelHeld cancel -> {
                require(reservation, ReservationStatus.CANCELED, ReservationStatus.PENDING);
                cancelHeld(turn, reservation, cancel);
            }
            case ReservationCommand.Release _ -> release(turn, reservation);
            case ReservationCommand.CancelUnreachable _ -> {
                if (reservation.status() == ReservationStatus.PENDING && !reservation.held()) {
                    unanswered(turn, reservation, ReservationStatus.CANCELED, null);
                    afterUnanswered(turn, reservation);
                }
            }
            case ReservationCommand.CallEnded ended -> callEnded(turn, reservation, ended);
        }
        return turn.state.requireReservation(reservation.sid());
    }

    private static Reservation find(Turn turn, WorkspaceSid workspace, ReservationSid sid) {
        var reservation = turn.state.reservations.get(sid);
        if (reservation == null || !reservation.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return reservation;
    }

    /// A deadline that has passed counts, even if nobody made it happen yet.
    private static ReservationStatus status(Turn turn, Reservation reservation) {
        boolean over = reservation.status() == ReservationStatus.PENDING
                && !reservation.held()
                && !reservation.deadline().isAfter(turn.now);
        return over ? ReservationStatus.TIMEOUT : reservation.status();
    }

    private static Refused already(Reservation reservation, ReservationStatus is, ReservationStatus wanted) {
        return Refused.invalid("Reservation %s is already in state [%s] and cannot be updated to [%s]"
                .formatted(reservation.sid(), is.wire(), wanted.wire()));
    }

    private static void require(Reservation reservation, ReservationStatus wanted, ReservationStatus... from) {
        if (!List.of(from).contains(reservation.status())) {
            throw already(reservation, reservation.status(), wanted);
        }
    }

    private static Refused notPending(String instruction, Reservation reservation) {
        var name = instruction.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + instruction.substring(1);
        return Refused.invalid("Unable to execute %s instruction. Reservation %s is not currently in a Pending state."
                .formatted(name, reservation.sid()));
    }

    /// A new offer (6.5). The task becomes reserved with its first.
    static void create(Turn turn, TaskNode node, WorkerNode worker) {
        var task = node.value;
        var workflow = task.workflow() == null ? null : turn.state.workflows.get(task.workflow());
        int timeout = workflow == null
                ? turn.limits.reservationTimeoutDefault()
                : workflow.value.taskReservationTimeout();
        var reservation = new Reservation(
                turn.sid(ReservationSid.PREFIX, ReservationSid::new),
                task.workspace(),
                task.sid(),
                worker.value.sid(),
                worker.value.friendlyName(),
                task.taskChannel(),
                ReservationStatus.PENDING,
                turn.now.plusSeconds(timeout),
                timeout,
                false,
                null,
                task.rounds(),
                worker.value.activity(),
                null,
                task.transfer(),
                turn.now,
                turn.now,
                0);
        var changed = new ArrayList<Entity>();
        changed.add(reservation);
        var after = task;
        if (task.status() != TaskStatus.RESERVED) {
            var draft = new TaskDraft(task);
            draft.status = TaskStatus.RESERVED;
            var place = draft.place;
            if (place != null) {
                draft.place = Placement.with(place, true, place.reEvaluate());
            }
            after = draft.next(turn.now);
            changed.add(after);
        }
        var slot = Objects.requireNonNull(worker.slots.get(task.taskChannel()));
        var channel = new WorkerChannelDraft(slot.value);
        channel.openReservations++;
        channel.lastReservedTime = turn.now;
        var nextWorker = new WorkerDraft(worker.value).next(turn.now);
        changed.add(nextWorker);
        changed.add(channel.next(turn.now));
        turn.emit(
                EventType.RESERVATION_CREATED,
                task.workspace(),
                turn.about().task(after).reservation(reservation).worker(nextWorker),
                KnownWorkers.named(turn, after),
                changed,
                List.of());
        var queue = task.taskQueue() == null ? null : turn.state.taskQueues.get(task.taskQueue());
        if (queue != null && !node.workspace.value.multiTaskEnabled()) {
            Workers.moveTo(turn, worker, queue.value.reservationActivity());
        }
    }

    private static void accept(Turn turn, Reservation reservation, ReservationCommand.Accept command) {
        Checks.version(command.ifVersion(), reservation.version());
        var is = status(turn, reservation);
        if (is != ReservationStatus.PENDING) {
            throw already(reservation, is, ReservationStatus.ACCEPTED);
        }
        var merged = command.taskAttributes() == null ? null : Tasks.object(command.taskAttributes());
        var node = turn.state.requireTask(reservation.task());
        if (merged != null) {
            Tasks.merge(turn, node, merged);
        }
        accepted(turn, node, reservation);
    }

    private static void accepted(Turn turn, TaskNode node, Reservation reservation) {
        var draft = new TaskDraft(node.value);
        draft.status = TaskStatus.ASSIGNED;
        if (draft.assignedAt == null) {
            draft.assignedAt = turn.now;
        }
        var transfer = node.value.transfer() == null
                ? null
                : Transfers.ended(turn, turn.state.requireTransfer(node.value.transfer()), "complete", null);
        draft.transfer = null;
        var task = draft.next(turn.now);
        var worker = turn.state.requireWorker(reservation.worker());
        var next = new ReservationDraft(reservation);
        next.status = ReservationStatus.ACCEPTED;
        next.held = false;
        change(turn, EventType.RESERVATION_ACCEPTED, reservation, next.next(turn.now), task, transfer, Map.of());
        var queue = task.taskQueue() == null ? null : turn.state.taskQueues.get(task.taskQueue());
        if (queue != null && !node.workspace.value.multiTaskEnabled()) {
            Workers.moveTo(turn, worker, queue.value.assignmentActivity());
        }
        for (var other : List.copyOf(node.reservations.values())) {
            if (other.status() == ReservationStatus.PENDING) {
                var rescinded = new ReservationDraft(other);
                rescinded.status = ReservationStatus.RESCINDED;
                rescinded.held = false;
                change(turn, EventType.RESERVATION_RESCINDED, other, rescinded.next(turn.now), null, null, Map.of());
                restoreActivity(turn, other);
            }
        }
        if (transfer != null) {
            turn.emit(
                    EventType.TASK_TRANSFER_COMPLETED,
                    task.workspace(),
                    turn.about().task(task).reservation(reservation).transfer(transfer),
                    List.of());
        }
        turn.emit(EventType.TASK_UPDATED, task.workspace(), turn.about().task(task), List.of());
    }

    private static void reject(Turn turn, Reservation reservation, ReservationCommand.Reject command) {
        Checks.version(command.ifVersion(), reservation.version());
        var is = status(turn, reservation);
        if (is != ReservationStatus.PENDING) {
            throw already(reservation, is, ReservationStatus.REJECTED);
        }
        if (reservation.held()) {
            throw notPending("reject", reservation);
        }
        var activity = command.workerActivity();
        if (activity != null) {
            Activities.named(turn, reservation.workspace(), "WorkerActivitySid", activity.value());
        }
        rejected(turn, reservation, activity);
    }

    /// @param activity where the worker goes; null for where the rules send it
    static void rejected(Turn turn, Reservation reservation, @Nullable ActivitySid activity) {
        unanswered(turn, reservation, ReservationStatus.REJECTED, null);
        if (activity != null) {
            Workers.moveTo(turn, turn.state.requireWorker(reservation.worker()), activity);
        } else {
            restoreActivity(turn, reservation);
        }
        afterRound(turn, reservation);
    }

    /// The worker leaves first, as worker pages of the public service log it.
    static void timedOut(Turn turn, Reservation reservation) {
        var worker = turn.state.requireWorker(reservation.worker());
        Workers.moveTo(turn, worker, worker.workspace.value.timeoutActivity());
        unanswered(turn, reservation, ReservationStatus.TIMEOUT, null);
        afterRound(turn, reservation);
    }

    private static void cancelHeld(Turn turn, Reservation reservation, ReservationCommand.CancelHeld cancel) {
        if (!cancel.workerDidNotAnswer()) {
            unanswered(turn, reservation, ReservationStatus.CANCELED, cancel.reasonCode());
            afterUnanswered(turn, reservation);
            return;
        }
        var worker = turn.state.requireWorker(reservation.worker());
        Workers.moveTo(turn, worker, worker.workspace.value.timeoutActivity());
        unanswered(turn, reservation, ReservationStatus.CANCELED, cancel.reasonCode());
        afterRound(turn, reservation);
    }

    private static void afterUnanswered(Turn turn, Reservation reservation) {
        restoreActivity(turn, reservation);
        afterRound(turn, reservation);
    }

    /// A pending reservation ends without acceptance. The task is pending again with the end of its last one.
    private static void unanswered(
            Turn turn, Reservation reservation, ReservationStatus status, @Nullable Integer reasonCode) {
        var node = turn.state.requireTask(reservation.task());
        var next = new ReservationDraft(reservation);
        next.status = status;
        next.held = false;
        next.canceledReasonCode = reasonCode;
        Task task = null;
        if (node.value.status() == TaskStatus.RESERVED && node.count(ReservationStatus.PENDING) == 1) {
            var draft = new TaskDraft(node.value);
            draft.status = TaskStatus.PENDING;
            draft.rounds++;
            draft.pausedUntil = status == ReservationStatus.CANCELED ? rest(turn, node, reservation) : null;
            task = draft.next(turn.now);
        }
        var type = switch (status) {
            case REJECTED -> EventType.RESERVATION_REJECTED;
            case TIMEOUT -> EventType.RESERVATION_TIMEOUT;
            case CANCELED -> EventType.RESERVATION_CANCELED;
            case PENDING, ACCEPTED, RESCINDED, WRAPPING, COMPLETED ->
                throw new IllegalArgumentException("not an end without acceptance: " + status);
        };
        var transfer = task == null ? null : Transfers.attemptOver(turn, node.value, status);
        if (transfer != null) {
            task = Transfers.backToAssigned(turn, node.value, transfer);
        }
        change(turn, type, reservation, next.next(turn.now), task, transfer, Map.of());
    }

    /// Set-ups that fail one after the other: until when nobody is asked, or null when it is too early for a rest.
    private static @Nullable Instant rest(Turn turn, TaskNode node, Reservation failing) {
        long seconds = 0;
        int last = failing.round();
        for (int failed = 1; seconds < Decisions.REST_SECONDS_MAX && allCanceled(node, last - failed); failed++) {
            seconds = failed < Decisions.ROUNDS_WITHOUT_REST ? 0 : Math.max(1, seconds * 2);
        }
        return seconds == 0 ? null : turn.now.plusSeconds(Math.min(seconds, Decisions.REST_SECONDS_MAX));
    }

    private static boolean allCanceled(TaskNode node, int round) {
        boolean any = false;
        for (var reservation : node.reservations.values()) {
            if (reservation.round() == round) {
                any = true;
                if (reservation.status() != ReservationStatus.CANCELED) {
                    return false;
                }
            }
        }
        return any;
    }

    /// What the end of a round means for the task, once worker and reservation are in order.
    private static void afterRound(Turn turn, Reservation reservation) {
        var node = turn.state.requireTask(reservation.task());
        if (reservation.transfer() != null) {
            Transfers.afterAttempt(turn, node, turn.state.requireReservation(reservation.sid()));
            return;
        }
        if (node.value.status() != TaskStatus.PENDING) {
            return;
        }
        if (Demands.isMeantForWorker(node.value)) {
            Tasks.cancel(
                    turn, node, Decisions.targetNotAvailable(reservation.worker().value()));
        } else if (VoiceQueues.callerIsGone(turn.state, node.value)) {
            Tasks.cancel(turn, node, Decisions.HANGUP_REASON);
        } else if (node.value.rounds() >= turn.limits.roundsMax()) {
            Tasks.cancel(turn, node, Decisions.ROUNDS_REASON);
        } else {
            Placement.afterRound(turn, node);
        }
    }

    /// Single-tasking workers go back to what they did before an offer that came to nothing (3.3).
    private static void restoreActivity(Turn turn, Reservation reservation) {
        var worker = turn.state.workers.get(reservation.worker());
        var task = turn.state.requireTask(reservation.task()).value;
        var queue = task.taskQueue() == null ? null : turn.state.taskQueues.get(task.taskQueue());
        if (worker == null || queue == null || worker.workspace.value.multiTaskEnabled()) {
            return;
        }
        boolean stillThere = worker.value.activity().equals(queue.value.reservationActivity());
        if (Decisions.ACTIVITY_IS_RESTORED
                && stillThere
                && turn.state.activities.containsKey(reservation.previousActivity())) {
            Workers.moveTo(turn, worker, reservation.previousActivity());
        }
    }

    /// The task goes away or is canceled under a pending reservation.
    static void cancel(Turn turn, Reservation reservation) {
        var next = new ReservationDraft(reservation);
        next.status = ReservationStatus.CANCELED;
        next.held = false;
        change(turn, EventType.RESERVATION_CANCELED, reservation, next.next(turn.now), null, null, Map.of());
        restoreActivity(turn, reservation);
    }

    private static void wrap(Turn turn, Reservation reservation) {
        var node = turn.state.requireTask(reservation.task());
        wrapOnly(turn, reservation);
        boolean last = node.count(ReservationStatus.ACCEPTED) == 0 && node.count(ReservationStatus.PENDING) == 0;
        if (last && node.value.status() == TaskStatus.ASSIGNED) {
            Tasks.wrapping(turn, node, node.value.reason());
        }
    }

    static void wrapOnly(Turn turn, Reservation reservation) {
        var next = new ReservationDraft(reservation);
        next.status = ReservationStatus.WRAPPING;
        change(turn, EventType.RESERVATION_WRAPUP, reservation, next.next(turn.now), null, null, Map.of());
    }

    private static void complete(Turn turn, Reservation reservation) {
        var node = turn.state.requireTask(reservation.task());
        boolean others = node.reservations.values().stream()
                .anyMatch(other ->
                        !other.sid().equals(reservation.sid()) && other.status().isOpen());
        boolean working = node.value.status() == TaskStatus.ASSIGNED || node.value.status() == TaskStatus.WRAPPING;
        if (!others && working) {
            Tasks.complete(turn, node, Decisions.ALL_COMPLETED_REASON);
            return;
        }
        completeOnly(turn, reservation);
        boolean wrapOnly = node.count(ReservationStatus.ACCEPTED) == 0 && node.count(ReservationStatus.PENDING) == 0;
        if (others && wrapOnly && node.value.status() == TaskStatus.ASSIGNED) {
            Tasks.wrapping(turn, node, node.value.reason());
        }
    }

    static void completeOnly(Turn turn, Reservation reservation) {
        var next = new ReservationDraft(reservation);
        next.status = ReservationStatus.COMPLETED;
        change(turn, EventType.RESERVATION_COMPLETED, reservation, next.next(turn.now), null, null, Map.of());
    }

    private static void hold(Turn turn, Reservation reservation, ReservationCommand.Hold command) {
        Checks.version(command.ifVersion(), reservation.version());
        if (status(turn, reservation) != ReservationStatus.PENDING || reservation.held()) {
            throw notPending(command.instruction(), reservation);
        }
        if (command.postWorkActivity() != null) {
            postWork(turn, reservation, command.postWorkActivity());
        }
        var next = new ReservationDraft(reservation);
        next.held = true;
        next.postWorkActivity = command.postWorkActivity();
        turn.record(List.of(next.next(turn.now)), List.of());
    }

    private static void postWork(Turn turn, Reservation reservation, ActivitySid activity) {
        Activities.named(turn, reservation.workspace(), "PostWorkActivitySid", activity.value());
    }

    /// The timer goes on with what was left when it was stopped; the stop was the last change.
    private static void release(Turn turn, Reservation reservation) {
        if (reservation.status() != ReservationStatus.PENDING || !reservation.held()) {
            return;
        }
        var left = java.time.Duration.between(reservation.dateUpdated(), reservation.deadline());
        var next = new ReservationDraft(reservation);
        next.held = false;
        next.postWorkActivity = null;
        next.deadline = turn.now.plus(left);
        turn.record(List.of(next.next(turn.now)), List.of());
    }

    private static void callEnded(Turn turn, Reservation reservation, ReservationCommand.CallEnded command) {
        var activity = command.postWorkActivity() == null ? reservation.postWorkActivity() : command.postWorkActivity();
        if (command.postWorkActivity() != null) {
            postWork(turn, reservation, command.postWorkActivity());
        }
        var worker = turn.state.workers.get(reservation.worker());
        if (worker == null) {
            return;
        }
        boolean multi = worker.workspace.value.multiTaskEnabled();
        if (reservation.status() == ReservationStatus.ACCEPTED) {
            if (multi && Decisions.CALL_END_WRAPS) {
                wrap(turn, reservation);
            } else {
                complete(turn, reservation);
            }
        }
        boolean wasAccepted = switch (reservation.status()) {
            case ACCEPTED, WRAPPING, COMPLETED -> true;
            case PENDING, REJECTED, TIMEOUT, CANCELED, RESCINDED -> false;
        };
        boolean counts = !multi || Decisions.POST_WORK_ACTIVITY_ALWAYS;
        if (activity != null && wasAccepted && counts && turn.state.activities.containsKey(activity)) {
            Workers.moveTo(turn, worker, activity);
        }
    }

    /// One transition with everything that changes in the same moment: the channel's counts, and the task and transfer
    /// where given.
    private static void change(
            Turn turn,
            EventType type,
            Reservation before,
            Reservation after,
            @Nullable Task task,
            org.cordboard.routing.entity.@Nullable Transfer transfer,
            Map<String, String> more) {
        var changed = new ArrayList<Entity>();
        changed.add(after);
        if (task != null) {
            changed.add(task);
        }
        if (transfer != null) {
            changed.add(transfer);
        }
        var worker = turn.state.workers.get(after.worker());
        var channel = worker == null ? null : channelAfter(turn, worker, before.status(), after);
        if (channel != null) {
            changed.add(channel);
        }
        var about = turn.about()
                .task(task == null ? turn.state.requireTask(after.task()).value : task)
                .reservation(after);
        if (worker != null) {
            about.worker(worker.value);
        }
        if (transfer != null) {
            about.transfer(transfer);
        }
        var details = new LinkedHashMap<>(more);
        if (after.canceledReasonCode() != null) {
            details.put("ReservationReasonCode", after.canceledReasonCode().toString());
        }
        turn.emit(type, after.workspace(), about, details, changed, List.of());
    }

    private static @Nullable WorkerChannel channelAfter(
            Turn turn, WorkerNode worker, ReservationStatus before, Reservation after) {
        var slot = worker.slots.get(after.taskChannel());
        if (slot == null) {
            return null;
        }
        var draft = new WorkerChannelDraft(slot.value);
        draft.openReservations += one(after.status().isOpen()) - one(before.isOpen());
        draft.assignedTasks +=
                one(after.status() == ReservationStatus.ACCEPTED) - one(before == ReservationStatus.ACCEPTED);
        boolean same = draft.openReservations == slot.value.openReservations()
                && draft.assignedTasks == slot.value.assignedTasks();
        return same ? null : draft.next(turn.now);
    }

    private static int one(boolean yes) {
        return yes ? 1 : 0;
    }
}
