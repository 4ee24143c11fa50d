package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import org.cordboard.routing.Explanation.Candidate;
import org.cordboard.routing.Explanation.Next;
import org.cordboard.routing.Explanation.Stage;
import org.cordboard.routing.Explanation.Verdict;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.TimeScope;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.workflow.KnownWorker;
import org.cordboard.routing.workflow.OrderBy;
import org.cordboard.routing.workflow.Place;
import org.cordboard.routing.workflow.WorkflowConfiguration;
import org.jspecify.annotations.Nullable;

/// Says why: for a task at hand, from the same demand that matching uses.
final class Explanations {
    private final State state;

    Explanations(State state) {
        this.state = state;
    }

    Explanation explain(TaskNode node) {
        var task = node.value;
        var candidates = candidates(node);
        var counts = new EnumMap<Verdict, Integer>(Verdict.class);
        candidates.forEach(candidate -> counts.merge(candidate.verdict(), 1, Integer::sum));
        return new Explanation(
                task,
                stage(task),
                ahead(node),
                node.reservations.values().stream()
                        .filter(reservation -> reservation.status().isOpen())
                        .toList(),
                counts,
                candidates.stream().limit(Explanation.WORKERS_MAX).toList(),
                next(node));
    }

    private @Nullable Stage stage(Task task) {
        var place = task.place();
        var workflow = task.workflow() == null ? null : state.workflows.get(task.workflow());
        var plan = workflow == null || place == null ? null : workflow.find(place.revision());
        if (plan == null || place == null || task.status().isFinal()) {
            return null;
        }
        return stage(plan, Placement.current(place), task.taskQueueEnteredDate(), place.deadline());
    }

    Stage stage(WorkflowConfiguration plan, Place place, @Nullable Instant since, @Nullable Instant until) {
        var queue = plan.queue(place).orElse(null);
        var queueName = queueName(queue);
        return switch (place) {
            case Place.InTarget at -> {
                var filter = plan.filter(at);
                var target = plan.target(at);
                yield new Stage(
                        at.filter(),
                        filter.friendlyName().orElse(null),
                        filter.expression().text(),
                        at.target(),
                        queue,
                        queueName,
                        target.expression().text(),
                        target.orderBy().map(OrderBy::text).orElse(null),
                        target.skipIf().map(skip -> skip.text()).orElse(null),
                        target.knownWorker().map(KnownWorker::text).orElse(null),
                        since,
                        until);
            }
            case Place.InDefault _, Place.Over _ ->
                new Stage(
                        WorkflowPlace.DEFAULT_FILTER,
                        null,
                        null,
                        0,
                        queue,
                        queueName,
                        "",
                        null,
                        null,
                        null,
                        since,
                        until);
        };
    }

    private @Nullable String queueName(@Nullable TaskQueueSid queue) {
        var node = queue == null ? null : state.taskQueues.get(queue);
        return node == null ? null : node.value.friendlyName();
    }

    private static int ahead(TaskNode node) {
        var demand = node.demand;
        var waiting = node.waiting;
        return demand == null || waiting == null ? 0 : demand.pending.headSet(waiting).size();
    }

    private List<Candidate> candidates(TaskNode node) {
        if (node.value.status().isFinal()) {
            return List.of();
        }
        var demand = state.taskIndex.demands.demandOf(node);
        var verdicts = new ArrayList<Judged>();
        for (var worker : node.workspace.workers.values()) {
            verdicts.add(new Judged(worker, verdict(demand, node, worker)));
        }
        return ordered(demand, verdicts).stream()
                .map(judged -> candidate(node.value.taskChannel(), judged))
                .toList();
    }

    private record Judged(WorkerNode worker, Verdict verdict) {}

    /// Free ones in the order in which they would be asked, the others after them by verdict and age.
    private static List<Judged> ordered(Demand demand, List<Judged> judged) {
        var free = new ArrayList<WorkerNode>();
        for (var one : judged) {
            if (one.verdict() == Verdict.FREE && one.worker().isIdle(demand.key.channel())) {
                free.add(one.worker());
            }
        }
        var ordered = new ArrayList<Judged>();
        Matching.ranked(demand, free).forEach(worker -> ordered.add(new Judged(worker, Verdict.FREE)));
        judged.stream()
                .filter(one -> !free.contains(one.worker()))
                .sorted(Comparator.comparing(Judged::verdict).thenComparing(one -> one.worker().born()))
                .forEach(ordered::add);
        return ordered;
    }

    private Verdict verdict(Demand demand, TaskNode node, WorkerNode worker) {
        var held = mayReceiveBack(node) ? null : held(node, worker);
        return held != null ? held : judged(demand, node, worker);
    }

    /// What the worker holds of the task, or null.
    private static @Nullable Verdict held(TaskNode node, WorkerNode worker) {
        for (var reservation : node.reservations.values()) {
            if (reservation.worker().equals(worker.value.sid())
                    && reservation.status().isOpen()) {
                return reservation.status() == ReservationStatus.PENDING ? Verdict.OFFERED : Verdict.WORKING;
            }
        }
        return null;
    }

    /// While a transfer looks for a worker, those who already work on the task may be asked too (8.7).
    private static boolean mayReceiveBack(TaskNode node) {
        return node.value.transfer() != null && node.value.status() == TaskStatus.PENDING;
    }

    private Verdict judged(Demand demand, TaskNode node, WorkerNode worker) {
        if (!demand.isMeant(worker)) {
            return Verdict.NOT_THE_ONE_MEANT;
        }
        var common = verdict(demand, worker, node.value.taskChannel());
        if (common != Verdict.FREE) {
            return common;
        }
        if (node.value.status() == TaskStatus.PENDING && node.rest != null) {
            return Verdict.RESTING;
        }
        return node.value.status() == TaskStatus.RESERVED && node.wasOfferedTo(worker)
                ? Verdict.ASKED_BEFORE
                : common;
    }

    private Verdict verdict(Demand demand, WorkerNode worker, TaskChannelSid channel) {
        if (!demand.isMember(worker)) {
            return Verdict.NOT_IN_QUEUE;
        }
        if (!demand.isMeant(worker)) {
            return Verdict.NOT_THE_ONE_MEANT;
        }
        if (!demand.matches(worker, state.now)) {
            return Verdict.TARGET_EXPRESSION;
        }
        if (demand.key.ignoreCapacity() || worker.isIdle(channel)) {
            return Verdict.FREE;
        }
        if (!worker.activity.available()) {
            return Verdict.ACTIVITY;
        }
        var slot = worker.slots.get(channel);
        return slot == null || !slot.value.available() ? Verdict.CHANNEL : Verdict.CAPACITY;
    }

    private static Candidate candidate(TaskChannelSid channel, Judged judged) {
        var worker = judged.worker();
        var slot = worker.slots.get(channel);
        var load = slot == null
                ? "no such channel"
                : slot.value.openReservations() + " of " + slot.value.configuredCapacity() + " reservations open";
        var detail = switch (judged.verdict()) {
            case ACTIVITY -> worker.activity.friendlyName();
            case CAPACITY, FREE, OFFERED, WORKING, CHANNEL -> load;
            case NOT_IN_QUEUE, NOT_THE_ONE_MEANT, TARGET_EXPRESSION, ASKED_BEFORE, RESTING -> "";
        };
        return new Candidate(worker.value.sid(), worker.value.friendlyName(), judged.verdict(), detail);
    }

    private List<Next> next(TaskNode node) {
        var next = new ArrayList<Next>();
        node.reservations.values().stream()
                .filter(offer -> offer.status() == ReservationStatus.PENDING && !offer.held())
                .sorted(Comparator.comparing(Reservation::sid))
                .forEach(offer ->
                        next.add(new Next(offer.deadline(), "the offer to " + offer.workerName() + " times out")));
        if (node.rest != null) {
            next.add(new Next(node.rest.at(), "workers are asked again; the last offers failed one after the other"));
        }
        if (node.target != null) {
            next.add(new Next(node.target.at(), afterTarget(node.value)));
        }
        var life = node.life;
        if (life != null) {
            next.add(new Next(life.at(), switch (life.kind()) {
                case PURGE -> "the finished task is dropped";
                case SWEEP -> "removed: assigned for too long";
                case LIFETIME -> "canceled: " + Decisions.LIFETIME_REASON;
                case RESERVATION, REST, TARGET, DIRECT_ROUTING -> throw new IllegalStateException("bounds no life");
            }));
        }
        if (node.directRouting != null) {
            next.add(new Next(node.directRouting.at(), "canceled: " + Decisions.DIRECT_ROUTING_REASON));
        }
        next.sort(Comparator.comparing(Next::at)); // stable: equal moments stay in the order of Deadline
        return next;
    }

    private String afterTarget(Task task) {
        var place = Objects.requireNonNull(task.place());
        var plan = Placement.plan(state, task, place);
        var scope = new TaskScope(state.parsed(task.attributes())).and(new TimeScope(state.now));
        var after = plan.afterTimeout(Placement.inTarget(place), scope);
        return switch (after) {
            case Place.InTarget at ->
                "moves on to target %d of filter %d, task queue %s"
                        .formatted(at.target(), at.filter(), queueName(plan.queue(at).orElse(null)));
            case Place.InDefault _ -> "moves on to the default filter";
            case Place.Over _ -> "canceled: " + Decisions.WORKFLOW_REASON;
        };
    }

    /// Walks the workflow as a task with these attributes would.
    DryRun dryRun(WorkflowNode workflow, org.cordboard.routing.expression.Attributes attributes, TaskChannelSid channel) {
        var plan = workflow.configuration();
        var scope = new TaskScope(attributes).and(new TimeScope(state.now));
        var course = new ArrayList<DryRun.Visit>();
        List<Candidate> offeredTo = List.of();
        int offeredIn = -1;
        long at = 0;
        var place = plan.enter(scope);
        while (!(place instanceof Place.Over) && course.size() < DryRun.VISITS_MAX) {
            var here = place;
            var free = free(workflow, plan, here, attributes, channel);
            if (offeredIn < 0 && !free.isEmpty()) {
                offeredIn = course.size();
                offeredTo = free;
            }
            var stage = stage(plan, here, null, null);
            if (!(here instanceof Place.InTarget inTarget)) {
                course.add(new DryRun.Visit(stage, at, null, false));
                return new DryRun(course, offeredTo, offeredIn, DryRun.End.WAITS);
            }
            boolean skipped = free.isEmpty() && skips(plan, inTarget);
            Long left = skipped ? Long.valueOf(at) : leftAfter(plan, inTarget, at);
            course.add(new DryRun.Visit(stage, at, left, skipped));
            if (left == null) {
                return new DryRun(course, offeredTo, offeredIn, DryRun.End.WAITS);
            }
            at = left;
            place = skipped ? plan.afterSkip(inTarget, scope) : plan.afterTimeout(inTarget, scope);
        }
        var end = course.isEmpty() ? DryRun.End.UNMATCHED : DryRun.End.CANCELED;
        return new DryRun(course, offeredTo, offeredIn, end);
    }

    /// Time budgets add up, so a target entered early still ends at its sum.
    private static @Nullable Long leftAfter(WorkflowConfiguration plan, Place.InTarget at, long entered) {
        return plan.target(at).timeoutSeconds().isPresent()
                ? Long.valueOf(Math.max(entered, at.budgetSeconds()))
                : null;
    }

    private boolean skips(WorkflowConfiguration plan, Place.InTarget at) {
        var target = plan.target(at);
        var queue = state.taskQueues.get(target.queue());
        return queue != null
                && target.skipIf().isPresent()
                && target.skipIf().get().test(Matching.workers(state, queue.membersIn));
    }

    private List<Candidate> free(
            WorkflowNode workflow,
            WorkflowConfiguration plan,
            Place place,
            org.cordboard.routing.expression.Attributes attributes,
            TaskChannelSid channel) {
        var queue = plan.queue(place).map(state.taskQueues::get).orElse(null);
        if (queue == null) {
            return List.of();
        }
        var target = place instanceof Place.InTarget at ? plan.target(at) : null;
        var demand = state.taskIndex.demands.imagined(workflow.workspace, queue, channel, target, attributes);
        var free = new ArrayList<WorkerNode>();
        for (var worker : queue.members.values()) {
            if (verdict(demand, worker, channel) == Verdict.FREE) {
                free.add(worker);
            }
        }
        return Matching.ranked(demand, free).stream()
                .limit(queue.value.maxReservedWorkers())
                .map(worker -> candidate(channel, new Judged(worker, Verdict.FREE)))
                .toList();
    }
}
