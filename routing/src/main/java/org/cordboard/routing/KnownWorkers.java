package org.cordboard.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.workflow.KnownWorker;
import org.jspecify.annotations.Nullable;

/// What events say of a target's known worker (4.5): who is meant, and what is wrong with the name.
final class KnownWorkers {
    private static final String NAME = "KnownWorkerSid";
    private static final String NOT_IN_QUEUE = "40152";
    private static final String INVALID = "40154";
    private static final String OTHER_WORKSPACE = "40155";

    private KnownWorkers() {}

    /// Events raised while a target with a known worker is current name that worker.
    static Map<String, String> named(Turn turn, Task task) {
        return switch (resolved(turn, task)) {
            case KnownWorker.Resolved.BySid(var sid) -> Map.of(NAME, sid.value());
            case KnownWorker.Resolved.ByName(var name) -> {
                var worker = turn.state.requireWorkspace(task.workspace()).workerNamed(name);
                yield worker == null
                        ? Map.of()
                        : Map.of(NAME, worker.value.sid().value());
            }
            case KnownWorker.Resolved.Nobody _, KnownWorker.Resolved.BadValue _ -> Map.of();
        };
    }

    /// The same, with the debugger's warning where the name is of no use. The task waits in the target all the same.
    static Map<String, String> onEntry(Turn turn, Task task) {
        var details = new LinkedHashMap<>(named(turn, task));
        var warning = warning(turn, task);
        if (warning != null) {
            details.put(TaskRouterEvent.KNOWN_WORKER_WARNING, warning);
        }
        return details;
    }

    private static @Nullable String warning(Turn turn, Task task) {
        return switch (resolved(turn, task)) {
            case KnownWorker.Resolved.BySid(var sid) -> warning(turn, task, turn.state.workers.get(sid));
            case KnownWorker.Resolved.ByName(var name) ->
                warning(turn, task, turn.state.requireWorkspace(task.workspace()).workerNamed(name));
            case KnownWorker.Resolved.Nobody _ -> null;
            case KnownWorker.Resolved.BadValue _ -> INVALID;
        };
    }

    private static @Nullable String warning(Turn turn, Task task, @Nullable WorkerNode worker) {
        if (worker == null) {
            return INVALID;
        }
        if (!worker.value.workspace().equals(task.workspace())) {
            return OTHER_WORKSPACE;
        }
        var queue = task.taskQueue() == null ? null : turn.state.taskQueues.get(task.taskQueue());
        return queue == null || queue.has(worker) ? null : NOT_IN_QUEUE;
    }

    private static KnownWorker.Resolved resolved(Turn turn, Task task) {
        var target = Placement.currentTarget(turn.state, task);
        if (target == null || target.knownWorker().isEmpty()) {
            return new KnownWorker.Resolved.Nobody();
        }
        return target.knownWorker().get().resolve(new TaskScope(turn.state.parsed(task.attributes())));
    }
}
