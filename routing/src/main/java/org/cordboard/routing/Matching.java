package org.cordboard.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.expression.WorkersScope;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// Brings waiting tasks and free workers together until nothing more fits (6).
///
/// Between two commands no waiting task has an idle worker who may take it. So a demand has to be looked at only when
/// it gained its first task, or when a worker of its became free; and the one look of a worker serves all tasks of the
/// demand. Among the demands touched, the order of 6.3 decides which goes first, whatever touched them.
final class Matching {
    /// More freed workers than this at once, and looking through the idle ones is cheaper than trying each.
    private static final int FEW = 8;

    private final Turn turn;
    private final State state;

    private Matching(Turn turn) {
        this.turn = turn;
        this.state = turn.state;
    }

    /// Lets everything happen that follows from the events so far.
    static void settle(Turn turn) {
        var matching = new Matching(turn);
        do {
            matching.match();
        } while (matching.skipOne());
    }

    private void match() {
        var open = new OpenDemands();
        collect(open);
        for (var demand = open.first(); demand != null; demand = open.first()) {
            var ask = open.askFor(demand);
            if (ask == null) {
                continue;
            }
            if (offer(demand, ask)) {
                open.again(demand);
            } else {
                open.close(demand);
            }
            collect(open);
        }
    }

    private void collect(OpenDemands open) {
        state.agenda.takeUnsettled().forEach(open::askEveryone);
        var freed = state.agenda.takeFree();
        for (var worker : freed) {
            for (var demand : demandsOf(worker)) {
                if (freed.size() > FEW) {
                    open.askEveryone(demand);
                } else {
                    open.ask(demand, worker);
                }
            }
        }
    }

    private List<Demand> demandsOf(WorkerNode worker) {
        var demands = new ArrayList<Demand>();
        if (worker.isIdleAnywhere()) {
            for (var queue : worker.taskQueues.values()) {
                for (var demand : queue.demandIndex.of(worker)) {
                    if (worker.isIdle(demand.key.channel())) {
                        demands.add(demand);
                    }
                }
            }
        }
        demands.addAll(worker.workspace.onlyFor(new Demand.Only.Sid(worker.value.sid())));
        demands.addAll(worker.workspace.onlyFor(
                new Demand.Only.Named(WorkspaceNode.nameKey(worker.value.friendlyName()))));
        return demands;
    }

    /// Offers the first task of the demand, and says whether anyone could be found.
    private boolean offer(Demand demand, OpenDemands.Ask ask) {
        if (!demand.pending.isEmpty()) {
            var task = demand.pending.first().task();
            var chosen = choose(demand, ask, task, offersMissing(state, task));
            chosen.forEach(worker -> Reservations.create(turn, task, worker));
            return !chosen.isEmpty();
        }
        for (var waiting : demand.wantingMore.toArray(Waiting[]::new)) {
            var task = waiting.task();
            var chosen = choose(demand, ask, task, offersMissing(state, task));
            if (!chosen.isEmpty()) {
                chosen.forEach(worker -> Reservations.create(turn, task, worker));
                return true;
            }
        }
        return false;
    }

    /// How many more workers the task may be offered to now (3.4).
    static int offersMissing(State state, TaskNode node) {
        var task = node.value;
        if (task.status() == TaskStatus.PENDING && task.pausedUntil() != null) {
            return 0;
        }
        if (task.status() != TaskStatus.PENDING
                && (task.status() != TaskStatus.RESERVED || !Decisions.ROUNDS_ARE_TOPPED_UP)) {
            return 0;
        }
        if (task.transfer() != null || Demands.isMeantForWorker(task)) {
            return 1 - node.count(ReservationStatus.PENDING);
        }
        var queue = task.taskQueue() == null ? null : state.taskQueues.get(task.taskQueue());
        int most = queue == null ? 1 : queue.value.maxReservedWorkers();
        return most - node.count(ReservationStatus.PENDING);
    }

    private List<WorkerNode> choose(Demand demand, OpenDemands.Ask ask, TaskNode task, int count) {
        if (demand.key.only() != null) {
            var worker = meant(demand);
            return worker != null && mayTake(demand, worker, task) ? List.of(worker) : List.of();
        }
        var queue = demand.queue;
        if (queue == null) {
            return List.of();
        }
        boolean plain = demand.orderBy.isEmpty() && demand.key.last() == null;
        var candidates = new ArrayList<WorkerNode>();
        if (ask.everyone()) {
            for (var key : queue.idle(demand.key.channel()).meeting(demand.entry())) {
                if (mayTake(demand, key.worker(), task)) {
                    candidates.add(key.worker());
                    if (plain && candidates.size() == count) {
                        return candidates;
                    }
                }
            }
        } else {
            queue.idle(demand.key.channel());
            ask.freed().stream()
                    .filter(worker -> mayTake(demand, worker, task))
                    .forEach(candidates::add);
        }
        return ranked(demand, candidates).stream().limit(count).toList();
    }

    private @Nullable WorkerNode meant(Demand demand) {
        var worker = meant(state, demand);
        return worker == null || worker.workspace != demand.workspace ? null : worker;
    }

    static @Nullable WorkerNode meant(State state, Demand demand) {
        return switch (demand.key.only()) {
            case null -> null;
            case Demand.Only.Sid(var sid) -> state.workers.get(sid);
            case Demand.Only.Named(var name) -> demand.workspace.workerNamed(name);
            case Demand.Only.Nobody() -> null;
        };
    }

    private boolean mayTake(Demand demand, WorkerNode worker, TaskNode task) {
        return (demand.key.ignoreCapacity() || worker.isIdle(demand.key.channel()))
                && demand.accepts(worker, turn.now)
                && !(task.value.status() == TaskStatus.RESERVED && task.wasOfferedTo(worker));
    }

    /// Best first (6.2): `order_by` if there is one, then idle order; the one who handed the task over last.
    static List<WorkerNode> ranked(Demand demand, List<WorkerNode> candidates) {
        Comparator<WorkerNode> idleOrder = Comparator.comparing(
                worker -> Objects.requireNonNull(Objects.requireNonNull(worker.slots.get(demand.key.channel())).idle));
        var last = demand.key.last();
        if (last != null) {
            idleOrder = Comparator.comparing((WorkerNode worker) -> worker.value.sid().equals(last))
                    .thenComparing(idleOrder);
        }
        if (demand.orderBy.isPresent()) {
            return demand.orderBy.get().rank(candidates, worker -> worker, idleOrder);
        }
        var ranked = new ArrayList<>(candidates);
        ranked.sort(idleOrder);
        return ranked;
    }

    /// Lets the next task skip its target, if `skip_if` says so, now that nobody could be found for it (4.4).
    private boolean skipOne() {
        for (var node = state.agenda.takeSkip(); node != null; node = state.agenda.takeSkip()) {
            if (skips(state, node.value)) {
                Placement.skipped(turn, node);
                return true;
            }
            var draft = new TaskDraft(node.value);
            draft.place = Placement.with(Objects.requireNonNull(draft.place), true, false);
            turn.record(List.of(draft.unseen()), List.of());
        }
        return false;
    }

    static boolean skips(State state, Task task) {
        var place = task.place();
        if (place == null || place.filter() == WorkflowPlace.DEFAULT_FILTER) {
            return false;
        }
        var target = Placement.target(state, task, place);
        var queue = task.taskQueue() == null ? null : state.taskQueues.get(task.taskQueue());
        return queue != null
                && target.skipIf().isPresent()
                && target.skipIf().get().test(workers(state, queue.membersIn));
    }

    static WorkersScope workers(State state, Map<ActivitySid, Integer> membersIn) {
        int available = 0;
        int unavailable = 0;
        for (var entry : membersIn.entrySet()) {
            if (state.requireActivity(entry.getKey()).available()) {
                available += entry.getValue();
            } else {
                unavailable += entry.getValue();
            }
        }
        return new WorkersScope(
                available,
                unavailable,
                sid -> membersIn.getOrDefault(sid, 0));
    }

}
