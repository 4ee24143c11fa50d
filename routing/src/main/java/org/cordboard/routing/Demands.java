package org.cordboard.routing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.expression.Root;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.workflow.KnownWorker;
import org.cordboard.routing.workflow.OrderBy;
import org.cordboard.routing.workflow.Target;
import org.jspecify.annotations.Nullable;

/// What waits, grouped into [Demand]s: the index behind matching.
final class Demands {
    private static final Expression EVERYONE = Expression.of("", Context.TARGET);

    private final State state;
    /// Demands bound to no task queue, by key.
    private final Map<Demand.Key, Demand> direct = new HashMap<>();
    private final LinkedHashSet<Demand> timeReaders = new LinkedHashSet<>();
    private int channelReaders;

    Demands(State state) {
        this.state = state;
    }

    boolean someoneReadsChannels() {
        return channelReaders > 0;
    }

    /// When the passing of time alone may make a waiting task matchable: at the next full minute.
    Optional<Instant> nextLook(Instant now) {
        return timeReaders.isEmpty()
                ? Optional.empty()
                : Optional.of(now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
    }

    void unsettleTimeReaders() {
        timeReaders.forEach(state.agenda::unsettle);
    }

    /// Puts the task where it belongs now.
    void place(TaskNode node) {
        var wanted = wanted(node);
        if (wanted == Wanted.NOTHING) {
            withdraw(node);
            return;
        }
        var waiting = Waiting.of(node);
        var source = source(node.value);
        var demand = find(node, source);
        if (node.demand == demand && waiting.equals(node.waiting) && isIn(demand, waiting, wanted)) {
            return;
        }
        withdraw(node);
        demand = find(node, source);
        var line = wanted == Wanted.FIRST_OFFER ? demand.pending : demand.wantingMore;
        boolean fresh = demand.pending.isEmpty();
        if (demand.isEmpty()) {
            register(demand);
        }
        line.add(waiting);
        node.demand = demand;
        node.waiting = waiting;
        if (fresh) {
            state.agenda.unsettle(demand);
        }
    }

    private static boolean isIn(Demand demand, Waiting waiting, Wanted wanted) {
        return (wanted == Wanted.FIRST_OFFER ? demand.pending : demand.wantingMore).contains(waiting);
    }

    void withdraw(TaskNode node) {
        var demand = node.demand;
        var waiting = node.waiting;
        if (demand == null || waiting == null) {
            return;
        }
        demand.pending.remove(waiting);
        demand.wantingMore.remove(waiting);
        node.demand = null;
        node.waiting = null;
        if (demand.isEmpty()) {
            unregister(demand);
        }
    }

    private enum Wanted {
        NOTHING,
        FIRST_OFFER,
        MORE_OFFERS
    }

    private Wanted wanted(TaskNode node) {
        var task = node.value;
        if (task.status() == TaskStatus.PENDING && task.pausedUntil() != null) {
            return Wanted.NOTHING;
        }
        if (task.status() == TaskStatus.PENDING) {
            return task.taskQueue() != null || isMeantForWorker(task) ? Wanted.FIRST_OFFER : Wanted.NOTHING;
        }
        if (task.status() != TaskStatus.RESERVED || task.transfer() != null || isMeantForWorker(task)) {
            return Wanted.NOTHING;
        }
        return Matching.offersMissing(state, node) > 0 ? Wanted.MORE_OFFERS : Wanted.NOTHING;
    }

    static boolean isMeantForWorker(Task task) {
        var target = task.routingTarget();
        return target != null && target.startsWith(WorkerSid.PREFIX) && task.transfer() == null;
    }

    /// What decides who may take a task.
    private record Source(
            Demand.Key key, Expression expression, Optional<OrderBy> orderBy, Attributes attributes) {}

    private Source source(Task task) {
        if (isMeantForWorker(task)) {
            var worker = new WorkerSid(Objects.requireNonNull(task.routingTarget()));
            return everyone(task, new Demand.Only.Sid(worker), false, task.ignoreCapacity(), null);
        }
        var transfer = task.transfer();
        if (transfer != null) {
            return everyone(
                    task, null, true, false, state.requireTransfer(transfer).initiatingWorker());
        }
        var place = task.place();
        if (place == null || place.filter() == WorkflowPlace.DEFAULT_FILTER) {
            return everyone(task, null, true, false, null);
        }
        return ofTarget(task, Placement.target(state, task, place));
    }

    private static Source everyone(
            Task task,
            Demand.@Nullable Only only,
            boolean membersOnly,
            boolean ignoreCapacity,
            @Nullable WorkerSid last) {
        var key = new Demand.Key(
                task.taskQueue(), task.taskChannel(), "", List.of(), "", only, membersOnly, ignoreCapacity, last);
        return new Source(key, EVERYONE, Optional.empty(), Attributes.EMPTY);
    }

    private Source ofTarget(Task task, Target target) {
        return ofTarget(task.taskQueue(), task.taskChannel(), target, () -> state.parsed(task.attributes()));
    }

    private static Source ofTarget(
            @Nullable TaskQueueSid queue, TaskChannelSid channel, Target target, Supplier<Attributes> task) {
        var expression = target.expression();
        var reads = expression.reads();
        boolean everyone = expression.constant().orElse(false);
        var attributes = reads.task() || target.knownWorker().isPresent()
                ? task.get()
                : Attributes.EMPTY;
        var scope = new TaskScope(attributes);
        var bindings = new ArrayList<Value>();
        if (!everyone) {
            for (var reference : reads.references()) {
                if (reference.root() == Root.TASK) {
                    bindings.add(scope.resolve(reference));
                }
            }
        }
        var key = new Demand.Key(
                queue,
                channel,
                everyone ? "" : expression.text(),
                List.copyOf(bindings),
                target.orderBy().map(OrderBy::text).orElse(""),
                target.knownWorker().map(known -> only(known, scope)).orElse(null),
                true,
                false,
                null);
        return new Source(key, everyone ? EVERYONE : expression, target.orderBy(), attributes);
    }

    private static Demand.Only only(KnownWorker known, TaskScope task) {
        return switch (known.resolve(task)) {
            case KnownWorker.Resolved.BySid(var sid) -> new Demand.Only.Sid(sid);
            case KnownWorker.Resolved.ByName(var name) -> new Demand.Only.Named(WorkspaceNode.nameKey(name));
            case KnownWorker.Resolved.Nobody() -> new Demand.Only.Nobody();
            case KnownWorker.Resolved.BadValue _ -> new Demand.Only.Nobody();
        };
    }

    /// What the task demands, whether it waits or not; not kept.
    Demand demandOf(TaskNode node) {
        return node.demand != null ? node.demand : find(node, source(node.value));
    }

    /// What a task that does not exist would demand; not kept.
    ///
    /// @param target null for the default filter
    Demand imagined(
            WorkspaceNode workspace,
            QueueNode queue,
            TaskChannelSid channel,
            @Nullable Target target,
            Attributes attributes) {
        var sid = queue.value.sid();
        var source = target == null
                ? new Source(
                        new Demand.Key(sid, channel, "", List.of(), "", null, true, false, null),
                        EVERYONE,
                        Optional.empty(),
                        attributes)
                : ofTarget(sid, channel, target, () -> attributes);
        return new Demand(source.key(), workspace, queue, source.expression(), source.orderBy(), source.attributes());
    }

    private Demand find(TaskNode node, Source source) {
        var queue = queue(source.key().queue());
        var existing =
                queue == null ? direct.get(source.key()) : queue.demands.get(source.key());
        return existing != null
                ? existing
                : new Demand(
                        source.key(),
                        node.workspace,
                        queue,
                        source.expression(),
                        source.orderBy(),
                        source.attributes());
    }

    private @Nullable QueueNode queue(@Nullable TaskQueueSid sid) {
        return sid == null ? null : state.taskQueues.get(sid);
    }

    private void register(Demand demand) {
        if (demand.queue == null) {
            direct.put(demand.key, demand);
        } else {
            demand.queue.demands.put(demand.key, demand);
            demand.queue.demandIndex.add(demand);
        }
        if (demand.key.only() != null) {
            demand.workspace.addOnlyFor(demand.key.only(), demand);
        }
        if (demand.readsTime()) {
            timeReaders.add(demand);
        }
        if (demand.readsChannels()) {
            channelReaders++;
        }
    }

    private void unregister(Demand demand) {
        if (demand.queue == null) {
            direct.remove(demand.key);
        } else {
            demand.queue.demands.remove(demand.key);
            demand.queue.demandIndex.remove(demand);
        }
        if (demand.key.only() != null) {
            demand.workspace.removeOnlyFor(demand.key.only(), demand);
        }
        timeReaders.remove(demand);
        if (demand.readsChannels()) {
            channelReaders--;
        }
    }
}
