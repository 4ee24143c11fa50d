package org.cordboard.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.TimeScope;
import org.cordboard.routing.workflow.Place;
import org.cordboard.routing.workflow.Target;
import org.cordboard.routing.workflow.WorkflowConfiguration;
import org.jspecify.annotations.Nullable;

/// Where tasks stand in their workflow and where they go next (4.2 to 4.6).
final class Placement {
    private Placement() {}

    static WorkflowConfiguration plan(State state, Task task, WorkflowPlace place) {
        return state.requireWorkflow(Objects.requireNonNull(task.workflow())).configuration(place.revision());
    }

    static Target target(State state, Task task, WorkflowPlace place) {
        return plan(state, task, place).target(inTarget(place));
    }

    static @Nullable Target currentTarget(State state, Task task) {
        var place = task.place();
        return place == null || place.filter() == WorkflowPlace.DEFAULT_FILTER ? null : target(state, task, place);
    }

    static Place.InTarget inTarget(WorkflowPlace place) {
        return new Place.InTarget(place.filter(), place.target(), place.budget());
    }

    static Place current(WorkflowPlace place) {
        return place.filter() == WorkflowPlace.DEFAULT_FILTER ? new Place.InDefault() : inTarget(place);
    }

    static Scope scope(Turn turn, Task task) {
        return new TaskScope(turn.state.parsed(task.attributes())).and(new TimeScope(turn.now));
    }

    /// A new task enters its workflow; `create` tells the world of the task at the right moment (3.1).
    static void enter(Turn turn, Task task, WorkflowNode workflow) {
        turn.emit(EventType.WORKFLOW_ENTERED, task.workspace(), turn.about().task(task), List.of(task));
        var plan = workflow.configuration();
        var next = plan.enter(scope(turn, task));
        if (next instanceof Place.Over(var ending)) {
            turn.emit(EventType.TASK_CREATED, task.workspace(), turn.about().task(task), List.of());
            over(turn, task, ending);
            return;
        }
        var placed = placed(turn, task, plan, workflow.value.revision(), task.dateCreated(), next)
                .unseen();
        queueEntered(turn, placed);
        turn.emit(EventType.TASK_CREATED, placed.workspace(), turn.about().task(placed), List.of());
        targetMatched(turn, placed);
    }

    /// The deadline of the task's target has passed while it was pending.
    static void targetEnded(Turn turn, TaskNode node) {
        var task = node.value;
        var place = Objects.requireNonNull(task.place());
        var plan = plan(turn.state, task, place);
        turn.emit(EventType.TASK_QUEUE_TIMEOUT, task.workspace(), turn.about().task(task), List.of());
        go(
                turn,
                node,
                plan,
                place.revision(),
                place,
                plan.afterTimeout(inTarget(place), scope(turn, task)),
                "Target timeout");
    }

    /// `skip_if` of the task's target came true.
    static void skipped(Turn turn, TaskNode node) {
        var task = node.value;
        var place = Objects.requireNonNull(task.place());
        var plan = plan(turn.state, task, place);
        go(
                turn,
                node,
                plan,
                place.revision(),
                place,
                plan.afterSkip(inTarget(place), scope(turn, task)),
                "Target skipped");
    }

    /// The attributes of a pending task changed: its filters are looked at again, by its own plan (4.6).
    static void attributesChanged(Turn turn, TaskNode node) {
        var place = node.value.place();
        if (place != null) {
            reenter(turn, node, plan(turn.state, node.value, place), place.revision(), place);
        }
    }

    /// The workflow got a new plan that pending tasks have to follow.
    static void planChanged(Turn turn, TaskNode node, WorkflowNode workflow) {
        var place = node.value.place();
        if (place != null) {
            var next = workflow.configuration().enter(scope(turn, node.value));
            var fresh = new WorkflowPlace(
                    place.revision(), place.filter(), place.target(), turn.now, 0, null, true, false);
            go(turn, node, workflow.configuration(), workflow.value.revision(), fresh, next, "Workflow updated");
        }
    }

    private static void reenter(
            Turn turn, TaskNode node, WorkflowConfiguration plan, long revision, WorkflowPlace place) {
        var now = current(place);
        var next = plan.reenter(now, scope(turn, node.value));
        if (next.equals(now)) {
            if (place.reEvaluate()) {
                var draft = new TaskDraft(node.value);
                draft.place = with(place, place.skipChecked(), false);
                turn.record(List.of(draft.unseen()), List.of());
            }
            return;
        }
        var fresh = new WorkflowPlace(revision, place.filter(), place.target(), turn.now, 0, null, true, false);
        go(turn, node, plan, revision, fresh, next, "Attributes updated");
    }

    static WorkflowPlace with(WorkflowPlace place, boolean skipChecked, boolean reEvaluate) {
        return new WorkflowPlace(
                place.revision(),
                place.filter(),
                place.target(),
                place.enteredAt(),
                place.budget(),
                place.deadline(),
                skipChecked,
                reEvaluate);
    }

    private static void go(
            Turn turn,
            TaskNode node,
            WorkflowConfiguration plan,
            long revision,
            WorkflowPlace from,
            Place next,
            String why) {
        var task = node.value;
        if (next instanceof Place.Over(var ending)) {
            over(turn, task, ending);
            return;
        }
        var moved = placed(turn, task, plan, revision, from.enteredAt(), next).next(turn.now);
        if (Objects.equals(moved.taskQueue(), task.taskQueue())) {
            targetMatched(turn, moved);
            dropUnfollowedPlans(turn, task);
            return;
        }
        queueEntered(turn, moved);
        turn.emit(
                EventType.TASK_QUEUE_MOVED,
                moved.workspace(),
                turn.about().task(moved),
                movedFrom(turn, task, why),
                List.of(),
                List.of());
        targetMatched(turn, moved);
        dropUnfollowedPlans(turn, task);
    }

    static Map<String, String> movedFrom(Turn turn, Task before, String why) {
        var details = new LinkedHashMap<String, String>();
        var queue = before.taskQueue() == null ? null : turn.state.taskQueues.get(before.taskQueue());
        if (queue != null) {
            details.put("PreviousTaskQueueSid", queue.value.sid().value());
            details.put("PreviousTaskQueueName", queue.value.friendlyName());
        }
        details.put("PreviousTaskPriority", Integer.toString(before.priority()));
        details.put("TargetChangedReason", why);
        return details;
    }

    /// The task as it stands at the place.
    private static TaskDraft placed(
            Turn turn,
            Task task,
            WorkflowConfiguration plan,
            long revision,
            java.time.Instant entered,
            Place next) {
        var draft = new TaskDraft(task);
        draft.pausedUntil = null;
        var queue = plan.queue(next).orElseThrow();
        if (!queue.equals(task.taskQueue())) {
            draft.taskQueue = queue;
            draft.taskQueueEnteredDate = turn.now;
        }
        draft.place = switch (next) {
            case Place.InTarget at -> {
                var target = plan.target(at);
                target.priority().ifPresent(priority -> draft.priority = priority);
                yield new WorkflowPlace(
                        revision,
                        at.filter(),
                        at.target(),
                        entered,
                        at.budgetSeconds(),
                        plan.deadline(at, entered).orElse(null),
                        target.skipIf().isEmpty(),
                        false);
            }
            case Place.InDefault _, Place.Over _ ->
                new WorkflowPlace(revision, WorkflowPlace.DEFAULT_FILTER, 0, entered, 0, null, true, false);
        };
        return draft;
    }

    private static void queueEntered(Turn turn, Task task) {
        turn.emit(
                EventType.TASK_QUEUE_ENTERED,
                task.workspace(),
                turn.about().task(task),
                KnownWorkers.named(turn, task),
                List.of(task),
                List.of());
    }

    private static void targetMatched(Turn turn, Task task) {
        turn.emit(
                EventType.WORKFLOW_TARGET_MATCHED,
                task.workspace(),
                turn.about().task(task),
                KnownWorkers.onEntry(turn, task),
                List.of(task),
                List.of());
    }

    private static void over(Turn turn, Task task, Place.Ending ending) {
        var type = switch (ending) {
            case UNMATCHED, TIMED_OUT -> EventType.WORKFLOW_TIMEOUT;
            case SKIPPED -> EventType.WORKFLOW_SKIPPED;
        };
        turn.emit(type, task.workspace(), turn.about().task(task), List.of());
        Tasks.cancel(turn, turn.state.requireTask(task.sid()), Decisions.WORKFLOW_REASON);
    }

    /// A round of offers ended without acceptance and the task is pending again: look whether it has to move on (4.3).
    static void afterRound(Turn turn, TaskNode node) {
        var place = node.value.place();
        if (place == null || node.value.status() != TaskStatus.PENDING) {
            return;
        }
        if (place.reEvaluate()) {
            attributesChanged(turn, node);
        }
        var left = node.value.place();
        boolean over = left != null
                && node.value.status() == TaskStatus.PENDING
                && left.deadline() != null
                && !left.deadline().isAfter(turn.now);
        if (over || !Decisions.STAYS_IN_TARGET_AFTER_FAILED_ROUND) {
            targetEnded(turn, node);
        }
    }

    /// Old plans that nobody follows any more go.
    static void dropUnfollowedPlans(Turn turn, Task task) {
        var workflow = task.workflow() == null ? null : turn.state.workflows.get(task.workflow());
        if (workflow == null || workflow.oldPlans.isEmpty()) {
            return;
        }
        var unfollowed = workflow.oldPlans.values().stream()
                .filter(plan -> !workflow.followers.containsKey(plan.revision()))
                .toList();
        if (!unfollowed.isEmpty()) {
            turn.record(List.of(), unfollowed);
        }
    }
}
