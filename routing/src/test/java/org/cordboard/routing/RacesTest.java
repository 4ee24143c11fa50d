package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.junit.jupiter.api.Test;

/// Things that happen in the same millisecond, in every order: one clean outcome (F175).
class RacesTest {
    private static final int TIMEOUT_SECONDS = 20;
    private static final EnumSet<ReservationStatus> TAKEN =
            EnumSet.of(ReservationStatus.ACCEPTED, ReservationStatus.WRAPPING, ReservationStatus.COMPLETED);

    /// A call in a queue, offered to two workers at once.
    private static final class Scene {
        final Centre centre = new Centre();
        final Worker ana;
        final Worker ben;
        final Task task;
        final List<Reservation> offers;
        final Map<String, Command> commands = new TreeMap<>();

        Scene() {
            var queue = centre.queue("all", "1==1", 2, TaskOrder.FIFO);
            var workflow = centre.workflow(
                    "{\"task_routing\":{\"default_filter\":{\"queue\":\"" + queue.sid() + "\"}}}", TIMEOUT_SECONDS);
            ana = centre.worker("ana", "{}");
            ben = centre.worker("ben", "{}");
            centre.run(new QueueCommand.JoinWorkflow(
                    Centre.ACCOUNT, Centre.call(1), workflow.sid(), "{\"call_sid\":\"" + Centre.call(1) + "\"}", 0, null));
            task = centre.view().tasks(centre.workspace().sid()).getFirst();
            offers = centre.reservations(task);
            assertEquals(2, offers.size());
            var workspace = centre.workspace().sid();
            var first = offers.getFirst().sid();
            commands.put("accept", new ReservationCommand.Accept(workspace, first, null, null));
            commands.put("the other accepts", new ReservationCommand.Accept(workspace, offers.getLast().sid(), null, null));
            commands.put("reject", new ReservationCommand.Reject(workspace, first, null, null));
            commands.put("set up", new ReservationCommand.Hold(workspace, first, "conference", null, null));
            commands.put("set-up failed", new ReservationCommand.CancelHeld(workspace, first, null, true));
            commands.put("hang up", new QueueCommand.Leave(Centre.call(1), "hangup"));
            commands.put("cancel", centre.statusOf(task, TaskStatus.CANCELED, "tired"));
            commands.put("complete", centre.statusOf(task, TaskStatus.COMPLETED, "done"));
            commands.put("delete", new TaskCommand.Delete(workspace, task.sid(), null));
            commands.put("time passes", new ExpireDue());
            commands.put(
                    "go offline",
                    new WorkerCommand.Update(
                            workspace, offers.getFirst().worker(), null, centre.offline().sid(), null, true, null));
            commands.put("fire", new WorkerCommand.Delete(workspace, offers.getFirst().worker(), null));
            commands.put(
                    "nobody fits", new TaskQueueCommand.Update(workspace, queue.sid(), null, "1==2", 1, null, null, null));
        }

        /// Sound at any moment, and taken by one worker at most.
        void check(List<String> story) {
            new Invariants(centre.core.state()).check();
            var all = centre.reservations(task);
            long taken = all.stream().filter(one -> TAKEN.contains(one.status())).count();
            assertTrue(taken <= 1, () -> story + ": taken by " + taken);
            var now = centre.view().task(task.sid());
            if (now == null || now.status().isFinal()) {
                assertTrue(all.stream().noneMatch(one -> one.status().isOpen()), story::toString);
            }
        }
    }

    @Test
    void whateverThreeThingsHappenTogetherTheOutcomeIsClean() {
        var names = List.copyOf(new Scene().commands.keySet());
        for (var one : names) {
            for (var two : names) {
                if (!one.equals(two)) {
                    play(List.of(one, two), 1);
                    for (var three : names) {
                        if (!three.equals(one) && !three.equals(two)) {
                            play(List.of(one, two, three), 0);
                        }
                    }
                }
            }
        }
    }

    /// At the moment when the offers end, or a millisecond before.
    private static void play(List<String> story, long early) {
        var scene = new Scene();
        scene.centre.jump(Duration.ofSeconds(TIMEOUT_SECONDS).minusMillis(early));
        for (var name : story) {
            scene.centre.submit(scene.commands.get(name));
            scene.check(story);
        }
        scene.centre.pass(Duration.ofDays(2));
        scene.check(story);
        assertEquals(
                List.of(), scene.centre.view().tasks(scene.centre.workspace().sid()), () -> story + " left something");
    }

    @Test
    void ofTwoWhoAcceptInTheSameMillisecondTheFirstHasTheTaskAndTheOtherIsToldWhy() {
        var scene = new Scene();
        var outcomes = new ArrayList<Outcome>();
        outcomes.add(scene.centre.submit(scene.commands.get("accept")));
        outcomes.add(scene.centre.submit(scene.commands.get("the other accepts")));
        assertInstanceOf(Outcome.Done.class, outcomes.getFirst());
        var refused = assertInstanceOf(Outcome.Refused.class, outcomes.getLast());
        assertEquals(
                "Reservation " + scene.offers.getLast().sid()
                        + " is already in state [rescinded] and cannot be updated to [accepted]",
                refused.message());
    }

    @Test
    void anAcceptanceCountsUntilTheMillisecondOfTheTimeOut() {
        for (long early : new long[] {0, 1}) {
            var scene = new Scene();
            scene.centre.jump(Duration.ofSeconds(TIMEOUT_SECONDS).minusMillis(early));
            var outcome = scene.centre.submit(scene.commands.get("accept"));
            scene.centre.submit(scene.commands.get("time passes"));
            assertEquals(early == 1, outcome instanceof Outcome.Done);
            assertEquals(
                    early == 1 ? ReservationStatus.ACCEPTED : ReservationStatus.TIMEOUT,
                    scene.centre.now(scene.offers.getFirst()).status());
        }
    }

    @Test
    void aHangUpDuringTheSetUpCancelsTaskAndOfferAndTheAnswerComesTooLate() {
        var scene = new Scene();
        scene.centre.submit(scene.commands.get("set up"));
        scene.centre.submit(scene.commands.get("hang up"));
        assertEquals(TaskStatus.CANCELED, scene.centre.now(scene.task).status());
        assertEquals("hangup", scene.centre.now(scene.task).reason());
        assertInstanceOf(Outcome.Refused.class, scene.centre.submit(scene.commands.get("accept")));
        assertEquals(ReservationStatus.CANCELED, scene.centre.now(scene.offers.getFirst()).status());
    }
}
