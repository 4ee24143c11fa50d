package org.cordboard.routing;

import java.util.List;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskSid;

/// Makes happen what is due, in the order in which it became due, each with its consequences before the next.
final class Expiry {
    private Expiry() {}

    static void expire(Turn turn) {
        var deadlines = turn.state.deadlines;
        for (int made = 0; made < turn.limits.duePerCommand() && !deadlines.isEmpty(); made++) {
            var next = deadlines.first();
            if (next.at().isAfter(turn.now)) {
                return;
            }
            happen(turn, next);
            Matching.settle(turn);
        }
    }

    private static void happen(Turn turn, Deadline due) {
        switch (due.kind()) {
            case RESERVATION ->
                Reservations.timedOut(turn, turn.state.requireReservation((ReservationSid) due.subject()));
            case REST -> rested(turn, task(turn, due));
            case TARGET -> Placement.targetEnded(turn, task(turn, due));
            case LIFETIME -> Tasks.cancel(turn, task(turn, due), Decisions.LIFETIME_REASON);
            case SWEEP -> Tasks.remove(turn, task(turn, due), EventType.TASK_SYSTEM_DELETED);
            case DIRECT_ROUTING -> directRoutingFailed(turn, task(turn, due));
            case PURGE -> Tasks.purge(turn, task(turn, due));
        }
    }

    private static TaskNode task(Turn turn, Deadline due) {
        return turn.state.requireTask((TaskSid) due.subject());
    }

    private static void rested(Turn turn, TaskNode node) {
        var draft = new TaskDraft(node.value);
        draft.pausedUntil = null;
        turn.record(List.of(draft.unseen()), List.of());
    }

    /// The worker the task is meant for does not exist (6.6).
    private static void directRoutingFailed(Turn turn, TaskNode node) {
        if (node.value.status() != TaskStatus.PENDING) {
            throw new IllegalStateException("only a pending task waits for its worker: " + node.value.sid());
        }
        var draft = new TaskDraft(node.value);
        draft.reason = Decisions.DIRECT_ROUTING_REASON;
        var task = draft.next(turn.now);
        turn.emit(EventType.RESERVATION_FAILED, task.workspace(), turn.about().task(task), List.of(task));
        Tasks.cancel(turn, node, Decisions.DIRECT_ROUTING_REASON);
    }
}
