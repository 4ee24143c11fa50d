package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Long random lives of a contact centre, checked after every event. `-Dcordboard.seeds=17,18` runs those seeds alone,
/// `-Dcordboard.commands=50000` makes each run longer.
@Timeout(120)
class RandomStreamsTest {
    private static final int COMMANDS = Integer.getInteger("cordboard.commands", 700);

    private static long[] seeds() {
        var wanted = System.getProperty("cordboard.seeds");
        return wanted == null
                ? LongStream.rangeClosed(1, 16).toArray()
                : Arrays.stream(wanted.split(",")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void nothingIsEverLostStuckOrTakenTwice() {
        for (long seed : seeds()) {
            try {
                live(seed);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ": run again with -Dcordboard.seeds=" + seed, failure);
            }
        }
    }

    private static void live(long seed) {
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
            expireDue(centre, shadow);
            centre.submit(commands.next());
            follow(centre, shadow);
            if (i % 5 == 0 || COMMANDS <= 2_000) {
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

    /// What is due happens before the next command, as the leader sees to it.
    private static void expireDue(Centre centre, State shadow) {
        while (true) {
            var due = centre.core.earliestDeadline();
            if (due.isEmpty() || due.get().isAfter(centre.now())) {
                return;
            }
            centre.run(new org.cordboard.routing.command.ExpireDue());
            follow(centre, shadow);
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

    private static void checkOffer(State shadow, TaskRouterEvent event, List<org.cordboard.routing.event.Event> all) {
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
