package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cordboard.routing.Explanation.Verdict;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.workflow.Place;

/// One small random centre whose explanations are compared with what the core does next.
///
/// The state right before each offer comes from a second [State] that follows the events one by one.
final class ExplainedCentre {
    private static final int COMMANDS = 150;
    private static final List<String> QUEUES =
            List.of("1==1", "languages HAS 'en'", "team == 'blue'", "level > 2", "activity_name == 'Available'");

    private final Centre centre;
    private final RandomCommands commands;
    private final Random random;
    private final Cases cases;
    private final State shadow = new State(RoutingSettings.DEFAULT);

    /// How many explanations were compared, by what they foretold.
    static final class Cases {
        int worlds;
        /// The best free worker of the task that comes first is offered it.
        int offers;
        /// Nobody is free for a task that waits, and each worker's obstacle is a real one.
        int waits;
        /// The obstacle named is taken away, and the task that comes first is offered to this worker.
        int lifted;
        /// What happens by itself next.
        int deadlines;
        /// A dry run and the task made after it.
        int dryRuns;

        int total() {
            return offers + waits + lifted + deadlines + dryRuns;
        }

        boolean eachKindHappened() {
            return offers > 0 && waits > 0 && lifted > 0 && deadlines > 0 && dryRuns > 0;
        }

        @Override
        public String toString() {
            return "%d in %d centres (%d offers, %d waits, %d obstacles taken away, %d deadlines, %d dry runs)"
                    .formatted(total(), worlds, offers, waits, lifted, deadlines, dryRuns);
        }
    }

    ExplainedCentre(long seed, Cases cases) {
        this.cases = cases;
        random = new Random(seed * 31);
        centre = new Centre(seed % 4 != 0, RoutingSettings.DEFAULT);
        commands = new RandomCommands(seed, centre);
        int queues = 1 + random.nextInt(3);
        for (int i = 0; i < queues; i++) {
            var expression = QUEUES.get(random.nextInt(QUEUES.size()));
            centre.queue("queue" + i, expression, 1 + random.nextInt(2), TaskOrder.values()[random.nextInt(2)]);
        }
        centre.workflow(commands.configuration(), 1 + random.nextInt(60));
        centre.workflow(commands.configuration(), 1 + random.nextInt(60));
        centre.core.snapshot().entities().forEach(shadow::put);
        shadow.agenda.clear();
        shadow.position = centre.core.position();
    }

    private State state() {
        return centre.core.state();
    }

    void live() {
        for (int i = 0; i < COMMANDS; i++) {
            pass(commands.pause());
            submit(commands.next());
            var waiting = waiting();
            if (!waiting.isEmpty()) {
                judge(waiting.get(random.nextInt(waiting.size())));
                takeAnObstacleAway(waiting.get(random.nextInt(waiting.size())), waiting);
            }
        }
        assertEquals(centre.core.snapshot().entities(), shadow.entities(), "the events are the whole effect");
    }

    private List<TaskNode> waiting() {
        return state().tasks.values().stream()
                .filter(node -> Matching.offersMissing(state(), node) > 0)
                .sorted(Comparator.comparing(node -> node.born))
                .toList();
    }

    private static Explanation explain(State state, TaskNode node) {
        return new Explanations(state).explain(node);
    }

    // What happens by itself

    private void pass(Duration time) {
        var end = centre.now().plus(time);
        while (!state().deadlines.isEmpty() || centre.core.earliestDeadline().isPresent()) {
            var due = centre.core.earliestDeadline().orElse(end.plusSeconds(1));
            if (due.isAfter(end)) {
                break;
            }
            if (due.isAfter(centre.now())) {
                centre.jump(Duration.between(centre.now(), due));
            }
            expire();
        }
        centre.jump(Duration.between(centre.now(), end));
    }

    private void expire() {
        var next = state().deadlines.isEmpty() ? null : state().deadlines.first();
        if (next == null || next.at().isAfter(centre.now())) {
            run(new ExpireDue());
            return;
        }
        var sid = next.subject() instanceof ReservationSid reservation
                ? state().requireReservation(reservation).task()
                : (TaskSid) next.subject();
        var before = state().requireTask(sid).value;
        var foretold = explain(state(), state().requireTask(sid)).next().getFirst();
        run(new ExpireDue());
        assertEquals(next.at(), foretold.at(), () -> "next of " + before);
        assertEquals(foretold.what(), happened(next, before));
        cases.deadlines++;
    }

    /// What the deadline did, in the words of an explanation.
    private String happened(Deadline due, Task before) {
        return switch (due.kind()) {
            case RESERVATION -> {
                var first = told(EventType.RESERVATION_TIMEOUT).context().reservation();
                assertEquals(due.subject(), first.sid());
                yield "the offer to " + first.workerName() + " times out";
            }
            case REST -> {
                assertTrue(state().requireTask(before.sid()).value.pausedUntil() == null);
                yield "workers are asked again; the last offers failed one after the other";
            }
            case TARGET -> targetEnded(before);
            case LIFETIME, DIRECT_ROUTING -> "canceled: " + told(EventType.TASK_CANCELED).context().task().reason();
            case SWEEP -> {
                assertEquals(before.sid(), told(EventType.TASK_SYSTEM_DELETED).context().task().sid());
                yield "removed: assigned for too long";
            }
            case PURGE -> {
                assertFalse(state().tasks.containsKey(before.sid()));
                yield "the finished task is dropped";
            }
        };
    }

    private String targetEnded(Task before) {
        for (var event : centre.lastEvents) {
            for (var changed : event.changed()) {
                if (changed instanceof Task task && task.sid().equals(before.sid())) {
                    if (task.status() == TaskStatus.CANCELED) {
                        return "canceled: " + task.reason();
                    }
                    var place = Objects.requireNonNull(task.place());
                    if (!Placement.current(place).equals(Placement.current(Objects.requireNonNull(before.place())))) {
                        return movedTo(task, place);
                    }
                }
            }
        }
        return "nothing";
    }

    private String movedTo(Task task, WorkflowPlace place) {
        return switch (Placement.current(place)) {
            case Place.InTarget at ->
                "moves on to target %d of filter %d, task queue %s"
                        .formatted(at.target(), at.filter(), shadow.taskQueues.get(task.taskQueue()).value.friendlyName());
            case Place.InDefault _ -> "moves on to the default filter";
            case Place.Over _ -> "over";
        };
    }

    private TaskRouterEvent told(EventType type) {
        return centre.lastEvents.stream()
                .filter(TaskRouterEvent.class::isInstance)
                .map(TaskRouterEvent.class::cast)
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + centre.lastTypes()));
    }

    // Commands, and each offer they lead to

    private void submit(Command command) {
        if (!(command instanceof TaskCommand.Create create) || create.routingTarget() != null) {
            run(command);
            return;
        }
        var foretold = centre.view().dryRun(create.workflow(), create.attributes(), create.taskChannel());
        if (!(run(command) instanceof Outcome.Done done)) {
            return;
        }
        boolean atOnce = foretold.course().stream()
                .limit(Math.max(0, foretold.offeredIn()))
                .allMatch(DryRun.Visit::skipped);
        var expected = atOnce ? foretold.offeredTo().stream().map(one -> one.worker()).toList() : List.of();
        var task = ((Task) done.subject()).sid();
        assertEquals(
                expected,
                offers().stream().filter(offer -> offer.task().equals(task)).map(Reservation::worker).toList());
        cases.dryRuns++;
    }

    private Outcome run(Command command) {
        var outcome = centre.submit(command);
        centre.log.clear();
        shadow.now = centre.now();
        for (var event : centre.lastEvents) {
            if (event instanceof TaskRouterEvent told && told.type() == EventType.RESERVATION_CREATED) {
                offerForetold(told.context().reservation());
            }
            shadow.apply(event);
            shadow.agenda.clear();
        }
        return outcome;
    }

    private List<Reservation> offers() {
        return centre.lastEvents.stream()
                .filter(TaskRouterEvent.class::isInstance)
                .map(TaskRouterEvent.class::cast)
                .filter(event -> event.type() == EventType.RESERVATION_CREATED)
                .map(event -> event.context().reservation())
                .toList();
    }

    /// The core is about to make this offer; the explanation of this moment must say so.
    private void offerForetold(Reservation offer) {
        var node = shadow.requireTask(offer.task());
        var task = node.value;
        if (task.transfer() != null
                && shadow.requireTransfer(task.transfer()).type().equals(Transfers.WORKER)) {
            return;
        }
        var explained = explain(shadow, node);
        var best = explained.workers().getFirst();
        if (task.status() != TaskStatus.PENDING) {
            var free = explained.workers().stream()
                    .filter(one -> one.verdict() == Verdict.FREE)
                    .map(Explanation.Candidate::worker)
                    .toList();
            assertTrue(free.contains(offer.worker()), () -> offer.workerName() + " is not free for " + task);
        } else {
            assertEquals(Verdict.FREE, best.verdict(), () -> best + " for " + task);
            assertEquals(offer.worker(), best.worker(), () -> best + " for " + task);
            assertEquals(0, explained.ahead());
            var slow = new SlowMatching(shadow);
            for (var rival : node.workspace.tasks.values()) {
                if (rival.value.status() == TaskStatus.PENDING && slow.before(rival, node)) {
                    assertEquals(0, free(explain(shadow, rival)), () -> rival.value + " comes before " + task);
                }
            }
        }
        cases.offers++;
    }

    private static int free(Explanation explanation) {
        return explanation.counts().getOrDefault(Verdict.FREE, 0);
    }

    // Tasks that wait

    /// The core left the task waiting: the explanation names a real obstacle for each worker.
    private void judge(TaskNode node) {
        var explained = explain(state(), node);
        assertEquals(0, free(explained), () -> node.value + " waits though " + explained.workers());
        assertEquals(node.workspace.workers.size(), explained.workers().size());
        var slow = new SlowMatching(state());
        for (var one : explained.workers()) {
            var worker = state().requireWorker(one.worker());
            boolean real = switch (one.verdict()) {
                case FREE -> false;
                case OFFERED, WORKING ->
                    node.reservations.values().stream()
                            .anyMatch(reservation -> reservation.worker().equals(one.worker())
                                    && reservation.status().isOpen());
                case ASKED_BEFORE -> slow.mayTake(node, worker) && node.wasOfferedTo(worker);
                case RESTING -> node.value.pausedUntil() != null;
                case NOT_IN_QUEUE -> !queueOf(node).expression.test(worker);
                case NOT_THE_ONE_MEANT, TARGET_EXPRESSION -> !slow.mayTake(node, worker);
                case ACTIVITY -> !worker.activity.available();
                case CHANNEL -> {
                    var slot = worker.slots.get(node.value.taskChannel());
                    yield worker.activity.available() && (slot == null || !slot.value.available());
                }
                case CAPACITY -> {
                    var slot = Objects.requireNonNull(worker.slots.get(node.value.taskChannel()));
                    yield worker.activity.available() && slot.value.available() && !worker.isFree(slot);
                }
            };
            assertTrue(real, () -> one + " for " + node.value);
        }
        cases.waits++;
    }

    private QueueNode queueOf(TaskNode node) {
        return Objects.requireNonNull(state().taskQueues.get(Objects.requireNonNull(node.value.taskQueue())));
    }

    /// Takes the one thing away that stands between a worker and the task, as the explanation has it. The first of the
    /// tasks it kept from this worker is then offered to it.
    private void takeAnObstacleAway(TaskNode node, List<TaskNode> waiting) {
        if (!arePlain(node.workspace) || node.value.status() != TaskStatus.PENDING) {
            return;
        }
        for (var one : explain(state(), node).workers()) {
            var worker = state().requireWorker(one.worker());
            var remedy = remedy(one.verdict(), worker, node);
            if (remedy == null) {
                continue;
            }
            var kept = new ArrayList<TaskNode>();
            var slow = new SlowMatching(state());
            for (var other : waiting) {
                if (!isPlain(other) || other.value.status() != TaskStatus.PENDING) {
                    return;
                }
                if (wouldTake(other, worker, one.verdict(), node)) {
                    kept.add(other);
                }
            }
            var first = kept.stream().reduce((left, right) -> slow.before(left, right) ? left : right).orElseThrow();
            run(remedy);
            var offers = offers();
            assertFalse(offers.isEmpty(), () -> "nothing was offered though only " + one + " stood before " + node.value);
            assertEquals(first.value.sid(), offers.getFirst().task(), () -> "after " + one + " of " + node.value);
            assertEquals(one.worker(), offers.getFirst().worker());
            assertNotEquals(0, kept.size());
            cases.lifted++;
            return;
        }
    }

    /// Whether the worker's way to this other task is free as well once the obstacle is gone.
    private boolean wouldTake(TaskNode other, WorkerNode worker, Verdict obstacle, TaskNode node) {
        var verdict = explain(state(), other).workers().stream()
                .filter(one -> one.worker().equals(worker.value.sid()))
                .findFirst()
                .orElseThrow()
                .verdict();
        if (verdict != obstacle) {
            return false;
        }
        if (obstacle == Verdict.ACTIVITY) {
            return room(worker, other);
        }
        return other.value.taskChannel().equals(node.value.taskChannel());
    }

    /// Expressions that read what the remedy changes would change their minds with it.
    private static boolean arePlain(WorkspaceNode workspace) {
        return workspace.taskQueues.values().stream()
                .map(queue -> queue.expression.text())
                .noneMatch(text -> text.contains("activity") || text.contains("channel"));
    }

    private boolean isPlain(TaskNode node) {
        var target = Placement.currentTarget(state(), node.value);
        return target == null
                || (!target.expression().text().contains("channel")
                        && !target.expression().text().contains("taskrouter"));
    }

    /// The command that takes this obstacle away and nothing else; null where there is none.
    private Command remedy(Verdict verdict, WorkerNode worker, TaskNode node) {
        var workspace = node.workspace.value.sid();
        var slot = worker.slots.get(node.value.taskChannel());
        return switch (verdict) {
            case ACTIVITY ->
                room(worker, node)
                        ? new WorkerCommand.Update(
                                workspace, worker.value.sid(), null, centre.available().sid(), null, null, null)
                        : null;
            case CHANNEL ->
                slot != null && hasCapacity(worker, slot)
                        ? new WorkerCommand.UpdateChannel(
                                workspace, worker.value.sid(), slot.value.sid(), null, true)
                        : null;
            case CAPACITY ->
                slot != null && node.workspace.value.multiTaskEnabled()
                        ? new WorkerCommand.UpdateChannel(
                                workspace,
                                worker.value.sid(),
                                slot.value.sid(),
                                slot.value.openReservations() + 1,
                                null)
                        : null;
            case FREE, OFFERED, WORKING, NOT_IN_QUEUE, NOT_THE_ONE_MEANT, TARGET_EXPRESSION, ASKED_BEFORE, RESTING ->
                null;
        };
    }

    private static boolean room(WorkerNode worker, TaskNode node) {
        var slot = worker.slots.get(node.value.taskChannel());
        return slot != null && slot.value.available() && hasCapacity(worker, slot);
    }

    private static boolean hasCapacity(WorkerNode worker, Slot slot) {
        return worker.workspace.value.multiTaskEnabled()
                ? slot.value.openReservations() < slot.value.configuredCapacity()
                : slot.value.configuredCapacity() > 0 && worker.openReservations() == 0;
    }
}
