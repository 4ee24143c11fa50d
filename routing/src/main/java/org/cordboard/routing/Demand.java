package org.cordboard.routing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.expression.IndexKey;
import org.cordboard.routing.expression.Root;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.TimeScope;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.workflow.OrderBy;
import org.jspecify.annotations.Nullable;

/// All waiting tasks that exactly the same workers may take, in line.
///
/// This is what keeps matching independent of the number of waiting tasks: if nobody can take the first, nobody can
/// take any of them, and a worker is tested once against the demand instead of once against each task.
final class Demand {
    /// More alternatives than this, and an index would be larger than what it saves.
    private static final int ALTERNATIVES_MAX = 8;

    final Key key;
    final WorkspaceNode workspace;
    final @Nullable QueueNode queue;
    final Expression expression;
    final Optional<OrderBy> orderBy;
    private final Scope task;
    private @Nullable IndexKey entry;
    private boolean entryKnown;
    /// Nobody was offered these yet.
    TreeSet<Waiting> pending;
    /// Offered to some, and more may be asked at the same time (3.4).
    TreeSet<Waiting> wantingMore;

    /// Who may take it, in values.
    ///
    /// @param bindings what the target expression reads of the task, so that tasks with equal values share a demand
    /// @param only the known worker, or the routing target
    /// @param membersOnly whether the worker must belong to the task queue
    /// @param last the worker who is asked when nobody else can: the one who transferred the task
    record Key(
            @Nullable TaskQueueSid queue,
            TaskChannelSid channel,
            String expression,
            List<Value> bindings,
            String orderBy,
            @Nullable Only only,
            boolean membersOnly,
            boolean ignoreCapacity,
            @Nullable WorkerSid last) {}

    /// A single worker meant, whether there is one or not.
    sealed interface Only {
        record Sid(WorkerSid worker) implements Only {}

        /// @param name in the form of [WorkspaceNode#nameKey]
        record Named(String name) implements Only {}

        record Nobody() implements Only {}
    }

    Demand(
            Key key,
            WorkspaceNode workspace,
            @Nullable QueueNode queue,
            Expression expression,
            Optional<OrderBy> orderBy,
            Attributes task) {
        this.key = key;
        this.workspace = workspace;
        this.queue = queue;
        this.expression = expression;
        this.orderBy = orderBy;
        this.task = new TaskScope(task);
        this.pending = new TreeSet<>(Waiting.order(order()));
        this.wantingMore = new TreeSet<>(Waiting.order(order()));
    }

    /// A condition on the worker that must hold for the expression to be true, with the fewest alternatives; null when
    /// there is none to go by.
    @Nullable IndexKey entry() {
        if (!entryKnown) {
            entryKnown = true;
            entry = key.expression().isEmpty()
                    ? null
                    : expression.keys(Root.WORKER, task).stream()
                            .filter(one -> one.anyOf().size() <= ALTERNATIVES_MAX)
                            .min(Comparator.comparingInt(one -> one.anyOf().size()))
                            .orElse(null);
        }
        return entry;
    }

    TaskOrder order() {
        return queue == null ? TaskOrder.FIFO : queue.value.taskOrder();
    }

    /// The order of the task queue changed.
    void reorder() {
        var nextPending = new TreeSet<Waiting>(Waiting.order(order()));
        nextPending.addAll(pending);
        pending = nextPending;
        var nextWanting = new TreeSet<Waiting>(Waiting.order(order()));
        nextWanting.addAll(wantingMore);
        wantingMore = nextWanting;
    }

    boolean isEmpty() {
        return pending.isEmpty() && wantingMore.isEmpty();
    }

    /// The task to serve first; nobody was asked yet before more are asked.
    Waiting head() {
        return pending.isEmpty() ? wantingMore.first() : pending.first();
    }

    boolean readsTime() {
        return expression.reads().time();
    }

    boolean readsChannels() {
        return expression.reads().channels();
    }

    /// Whether the worker is one who may take these tasks, busy or not.
    boolean accepts(WorkerNode worker, Instant now) {
        return isMeant(worker) && isMember(worker) && matches(worker, now);
    }

    boolean isMeant(WorkerNode worker) {
        return switch (key.only()) {
            case null -> true;
            case Only.Sid(var sid) -> worker.value.sid().equals(sid);
            case Only.Named(var name) ->
                WorkspaceNode.nameKey(worker.value.friendlyName()).equals(name);
            case Only.Nobody() -> false;
        };
    }

    boolean isMember(WorkerNode worker) {
        return !key.membersOnly() || (queue != null && queue.has(worker));
    }

    boolean matches(WorkerNode worker, Instant now) {
        if (key.expression().isEmpty()) {
            return true;
        }
        return expression.test(reference -> switch (reference.root()) {
            case WORKER -> worker.resolve(reference);
            case TASK -> task.resolve(reference);
            case TIME -> new TimeScope(now).resolve(reference);
            case WORKERS -> Value.NULL;
        });
    }
}
