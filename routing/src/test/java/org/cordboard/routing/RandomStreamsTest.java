package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.ReservationSid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Long random lives of a contact centre, checked after every event. `-Dcordboard.seeds=17,18` runs those seeds alone,
/// `-Dcordboard.commands=50000` makes each run longer.
@Timeout(120)
class RandomStreamsTest {
    private static final int COMMANDS = Integer.getInteger("cordboard.commands", 500);
    private static final String COMMAND =
            "mvn -pl routing test -Dtest=RandomStreamsTest -Dcordboard.commands=%d -Dcordboard.seeds=%d";

    /// What the stream has no command for, or meets only in long runs.
    private static final Set<EventType> NO_COMMAND_OR_RARE = EnumSet.of(
            EventType.WORKFLOW_DELETED,
            EventType.TASK_SYSTEM_DELETED,
            EventType.TASK_QUEUE_DELETED,
            EventType.ACTIVITY_CREATED,
            EventType.ACTIVITY_DELETED,
            EventType.TASK_CHANNEL_DELETED,
            EventType.WORKSPACE_CREATED,
            EventType.WORKSPACE_DELETED);

    private static long[] seeds() {
        var wanted = System.getProperty("cordboard.seeds");
        return wanted == null
                ? LongStream.rangeClosed(1, 16).toArray()
                : Arrays.stream(wanted.split(",")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void nothingIsEverLostStuckOrTakenTwice() {
        var seen = new EnumMap<EventType, Integer>(EventType.class);
        for (long seed : seeds()) {
            try {
                live(seed, seen);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", again by: " + COMMAND.formatted(COMMANDS, seed), failure);
            }
        }
        System.out.println("random streams: " + seen);
        if (seeds().length > 1) {
            var missing = EnumSet.complementOf(EnumSet.copyOf(seen.keySet()));
            missing.removeAll(NO_COMMAND_OR_RARE);
            assertEquals(EnumSet.noneOf(EventType.class), missing, "never happened");
        }
    }

    private static void live(long seed, Map<EventType, Integer> seen) {
        var centre = new Centre(seed % 4 != 0, RoutingSettings.DEFAULT);
        var commands = new RandomCommands(seed, centre);
        for (var expression : List.of("1==1", "languages HAS 'en'", "team == 'blue'")) {
            centre.queue("queue " + expression, expression, 1 + (int) (seed % 3), TaskOrder.FIFO);
        }
        centre.workflow(commands.configuration(), 20);
        centre.workflow(commands.configuration(), 40);
        var shadow = new State(RoutingSettings.DEFAULT);
        centre.core.snapshot().entities().forEach(shadow::put);
        shadow.agenda.clear();
        shadow.position = centre.core.position();
        RoutingCore restored = null;
        for (int i = 0; i < COMMANDS; i++) {
            centre.jump(commands.pause());
            expireDue(centre, shadow, seen);
            submit(centre, commands.next());
            count(centre.lastEvents, seen);
            follow(centre, shadow);
            if (i % 4 == 0) {
                new Invariants(centre.core.state()).check();
            }
            if (i == COMMANDS / 2) {
                restored = new RoutingCore();
                restored.restore(centre.core.snapshot());
                centre.log.clear();
            }
        }
        assertEquals(centre.core.snapshot().entities(), shadow.entities(), "the events are the whole effect");
        assertReplay(centre, restored);
    }

    /// A dry run right before tells to whom a new task is offered.
    private static void submit(Centre centre, Command command) {
        if (!(command instanceof TaskCommand.Create create) || create.routingTarget() != null) {
            centre.submit(command);
            return;
        }
        var expected =
                centre.view().dryRun(create.workflow(), create.attributes(), create.taskChannel());
        if (!(centre.submit(command) instanceof Outcome.Done done)) {
            return;
        }
        boolean atOnce = expected.course().stream()
                .limit(Math.max(0, expected.offeredIn()))
                .allMatch(DryRun.Visit::skipped);
        var told = atOnce
                ? expected.offeredTo().stream().map(Explanation.Candidate::worker).toList()
                : List.of();
        var task = (Task) done.subject();
        assertEquals(
                told,
                centre.view().reservationsOfTask(task.sid()).stream()
                        .sorted(Comparator.comparing(one -> order(centre.lastEvents, one.sid())))
                        .map(Reservation::worker)
                        .toList(),
                () -> "dry run of " + task);
    }

    /// Which of the events created the reservation.
    private static int order(List<Event> events, ReservationSid sid) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof TaskRouterEvent told
                    && told.type() == EventType.RESERVATION_CREATED
                    && told.context().reservation().sid().equals(sid)) {
                return i;
            }
        }
        return -1;
    }

    /// What is due happens before the next command, as the leader sees to it.
    private static void expireDue(Centre centre, State shadow, Map<EventType, Integer> seen) {
        while (true) {
            var due = centre.core.earliestDeadline();
            if (due.isEmpty() || due.get().isAfter(centre.now())) {
                return;
            }
            centre.run(new ExpireDue());
            count(centre.lastEvents, seen);
            follow(centre, shadow);
        }
    }

    private static void count(List<Event> events, Map<EventType, Integer> seen) {
        for (var event : events) {
            if (event instanceof TaskRouterEvent told) {
                seen.merge(told.type(), 1, Integer::sum);
            }
        }
    }

    /// A restored replica that saw the rest of the log is in the same state.
    private static void assertReplay(Centre centre, RoutingCore restored) {
        centre.log.forEach(restored::apply);
        assertEquals(centre.core.snapshot(), restored.snapshot());
        assertEquals(centre.core.earliestDeadline(), restored.earliestDeadline());
        new Invariants(restored.state()).check();
    }

    /// Applies the events one by one to a second state and asks the slow matching about each offer before it happens.
    private static void follow(Centre centre, State shadow) {
        shadow.now = centre.now();
        for (var event : centre.lastEvents) {
            if (event instanceof TaskRouterEvent told && told.type() == EventType.RESERVATION_CREATED) {
                checkOffer(shadow, told, centre.lastEvents);
            }
            shadow.apply(event);
            shadow.agenda.clear();
        }
    }

    private static void checkOffer(State shadow, TaskRouterEvent event, List<Event> all) {
        var reservation = event.context().reservation();
        var node = shadow.requireTask(reservation.task());
        var worker = shadow.requireWorker(reservation.worker());
        var slow = new SlowMatching(shadow);
        boolean direct = node.value.transfer() != null
                && shadow.requireTransfer(node.value.transfer()).type().equals(Transfers.WORKER);
        if (direct) {
            return;
        }
        assertTrue(slow.mayTake(node, worker), () -> worker.value + " may not take " + node.value);
        if (node.value.status() != TaskStatus.PENDING) {
            return;
        }
        assertSame(worker, slow.candidates(node).getFirst(), () -> "not the best worker for " + node.value);
        var rivals = new ArrayList<TaskNode>();
        for (var other : node.workspace.tasks.values()) {
            if (other.value.status() == TaskStatus.PENDING && slow.before(other, node)) {
                rivals.add(other);
            }
        }
        for (var rival : rivals) {
            assertTrue(
                    slow.candidates(rival).isEmpty(),
                    () -> rival.value + " should have been served before " + node.value + " in "
                            + Centre.types(all));
        }
    }
}
