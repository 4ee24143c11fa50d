package org.cordboard.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.TimeScope;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.workflow.KnownWorker;

/// Section 6 of the reference taken literally: every task against every worker, no index. The tests' second opinion.
final class SlowMatching {
    private final State state;

    SlowMatching(State state) {
        this.state = state;
    }

    /// Workers who could be offered the task now, best first (6.2).
    List<WorkerNode> candidates(TaskNode node) {
        var task = node.value;
        var found = new ArrayList<WorkerNode>();
        for (var worker : node.workspace.workers.values()) {
            if (mayTake(node, worker)) {
                found.add(worker);
            }
        }
        var target = Placement.currentTarget(state, task);
        boolean byTarget = target != null && task.transfer() == null && !Demands.isMeantForWorker(task);
        var idle = idleOrder(task);
        if (byTarget && target.orderBy().isPresent()) {
            return target.orderBy().get().rank(found, worker -> worker, idle);
        }
        found.sort(idle);
        return found;
    }

    private Comparator<WorkerNode> idleOrder(Task task) {
        boolean own = state.taskChannels.get(task.taskChannel()).channelOptimizedRouting();
        var order = Comparator.comparing((WorkerNode worker) -> worker.slots.values().stream()
                        .filter(slot -> !own || slot.value.taskChannel().equals(task.taskChannel()))
                        .map(slot -> slot.value.lastReservedTime())
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .thenComparing(worker -> worker.value.sid());
        if (task.transfer() == null) {
            return order;
        }
        var giver = state.requireTransfer(task.transfer()).initiatingWorker();
        return Comparator.comparing((WorkerNode worker) -> worker.value.sid().equals(giver))
                .thenComparing(order);
    }

    boolean mayTake(TaskNode node, WorkerNode worker) {
        var task = node.value;
        if (task.status() == TaskStatus.PENDING && task.pausedUntil() != null) {
            return false;
        }
        if (Demands.isMeantForWorker(task)) {
            return worker.value.sid().equals(new WorkerSid(Objects.requireNonNull(task.routingTarget())))
                    && (task.ignoreCapacity() || isFree(worker, task));
        }
        var queue = task.taskQueue() == null ? null : state.taskQueues.get(task.taskQueue());
        if (queue == null || !isFree(worker, task) || !queue.expression.test(worker)) {
            return false;
        }
        var target = task.transfer() == null ? Placement.currentTarget(state, task) : null;
        if (target == null) {
            return true;
        }
        var scope = new TaskScope(state.parsed(task.attributes()));
        boolean meant = target.knownWorker()
                .map(known -> switch (known.resolve(scope)) {
                    case KnownWorker.Resolved.BySid(var sid) -> worker.value.sid().equals(sid);
                    case KnownWorker.Resolved.ByName(var name) ->
                        worker.value.friendlyName().equalsIgnoreCase(name);
                    case KnownWorker.Resolved.Nobody _, KnownWorker.Resolved.BadValue _ -> false;
                })
                .orElse(true);
        return meant && target.expression().test(scope.and(worker).and(new TimeScope(state.now)));
    }

    private boolean isFree(WorkerNode worker, Task task) {
        var slot = worker.slots.get(task.taskChannel());
        return slot != null && worker.isFree(slot);
    }

    /// Whether the first task is served before the second (6.3).
    boolean before(TaskNode one, TaskNode other) {
        var first = one.workspace.value.prioritizeQueueOrder();
        var oneOrder = order(one);
        var otherOrder = order(other);
        if (oneOrder != otherOrder) {
            return oneOrder == first;
        }
        return switch (oneOrder) {
            case FIFO ->
                Comparator.comparing((TaskNode node) -> -node.value.priority())
                                .thenComparing(node -> node.value.virtualStartTime())
                                .thenComparing(node -> node.born)
                                .compare(one, other)
                        < 0;
            case LIFO ->
                Comparator.comparing((TaskNode node) -> node.value.virtualStartTime())
                                .thenComparing(node -> node.born)
                                .compare(one, other)
                        > 0;
        };
    }

    private TaskOrder order(TaskNode node) {
        var queue = node.value.taskQueue() == null ? null : state.taskQueues.get(node.value.taskQueue());
        return queue == null ? TaskOrder.FIFO : queue.value.taskOrder();
    }

    /// The task that has to be served next, or null when none can be.
    TaskNode next(WorkspaceNode workspace) {
        TaskNode best = null;
        for (var node : workspace.tasks.values()) {
            if (node.value.status() == TaskStatus.PENDING
                    && (best == null || before(node, best))
                    && !candidates(node).isEmpty()) {
                best = node;
            }
        }
        return best;
    }
}
