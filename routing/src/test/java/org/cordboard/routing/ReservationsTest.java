package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.junit.jupiter.api.Test;

/// Reservations and what they do to workers (TaskRouter reference 3.2 to 3.4).
class ReservationsTest {
    private Centre centre = new Centre();

    private ReservationCommand.Accept acceptance(Reservation reservation) {
        return new ReservationCommand.Accept(centre.workspace().sid(), reservation.sid(), null, null);
    }

    private ReservationCommand.Reject rejection(Reservation reservation) {
        return new ReservationCommand.Reject(centre.workspace().sid(), reservation.sid(), null, null);
    }

    private Reservation offered() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        return centre.pending(centre.task());
    }

    @Test
    void aSecondAnswerIsRefusedWithThePublishedText() {
        var reservation = offered();
        centre.accept(reservation);
        centre.refuses(
                acceptance(reservation),
                "Reservation " + reservation.sid() + " is already in state [accepted] and cannot be updated to [accepted]");
        centre.refuses(
                rejection(reservation),
                "Reservation " + reservation.sid() + " is already in state [accepted] and cannot be updated to [rejected]");
    }

    @Test
    void anAnswerAfterTheDeadlineIsRefusedEvenIfNobodyNoticedTheDeadlineYet() {
        var reservation = offered();
        centre.jump(Duration.ofSeconds(120));
        centre.refuses(
                acceptance(reservation),
                "Reservation " + reservation.sid() + " is already in state [timeout] and cannot be updated to [accepted]");
    }

    @Test
    void anInstructionOnAReservationNoLongerPendingIsRefusedWithThePublishedText() {
        var reservation = offered();
        var hold = new ReservationCommand.Hold(centre.workspace().sid(), reservation.sid(), "conference", null, null);
        centre.run(hold);
        centre.refuses(
                hold,
                "Unable to execute Conference instruction. Reservation " + reservation.sid()
                        + " is not currently in a Pending state.");
        centre.accept(reservation);
        assertEquals(ReservationStatus.ACCEPTED, centre.now(reservation).status(), "success of what was held");
    }

    @Test
    void acceptedMayGoStraightToCompletedAndThenTheTaskIsDone() {
        var reservation = offered();
        centre.accept(reservation);
        centre.run(new ReservationCommand.Complete(centre.workspace().sid(), reservation.sid(), null));
        assertEquals(List.of("task.completed", "reservation.completed"), centre.lastTypes());
        assertEquals(
                "All reservations were completed",
                centre.view().task(reservation.task()).reason());
    }

    @Test
    void aPendingReservationCannotBeWrapped() {
        var reservation = offered();
        centre.refuses(
                new ReservationCommand.Wrap(centre.workspace().sid(), reservation.sid(), null),
                "Reservation " + reservation.sid() + " is already in state [pending] and cannot be updated to [wrapping]");
    }

    @Test
    void aWrongVersionIsRefused() {
        var reservation = offered();
        var refused = centre.refused(
                new ReservationCommand.Accept(centre.workspace().sid(), reservation.sid(), null, 7L));
        assertEquals(Refusal.VERSION_MISMATCH, refused.refusal());
    }

    @Test
    void theFirstAcceptanceWinsAndTheOthersAreRescinded() {
        centre.simple(centre.queue("all", "1==1", 3, TaskOrder.FIFO));
        for (var name : List.of("ana", "ben", "cleo", "dan")) {
            centre.worker(name, "{}");
            centre.pass(1);
        }
        var task = centre.task();
        assertEquals("ana,ben,cleo", sorted(task));
        var reservations = centre.reservations(task);
        centre.accept(reservations.get(1));
        assertEquals(
                List.of("reservation.accepted", "reservation.rescinded", "reservation.rescinded", "task.updated"),
                centre.lastTypes());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
        centre.refuses(
                acceptance(reservations.get(0)),
                "Reservation " + reservations.get(0).sid()
                        + " is already in state [rescinded] and cannot be updated to [accepted]");
    }

    private String sorted(org.cordboard.routing.entity.Task task) {
        return String.join(
                ",", List.of(centre.offeredTo(task).split(",")).stream().sorted().toList());
    }

    @Test
    void aRunningRoundIsToppedUpButNobodyIsAskedTwiceInIt() {
        centre.simple(centre.queue("all", "1==1", 2, TaskOrder.FIFO));
        centre.worker("ana", "{}");
        var task = centre.task();
        assertEquals("ana", centre.offeredTo(task));
        centre.pass(1);
        centre.worker("ben", "{}");
        assertEquals("ana,ben", sorted(task));
        centre.reject(centre.reservations(task).get(0));
        assertEquals("ben", centre.offeredTo(task), "ana said no in this round");
        assertEquals(TaskStatus.RESERVED, centre.now(task).status());
        centre.reject(centre.reservations(task).get(1));
        assertEquals("ana,ben", sorted(task), "a new round asks everyone");
    }

    @Test
    void aThousandRoundsAreEnough() {
        centre = new Centre(true, new RoutingSettings(fewRounds(), false));
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        var task = centre.task();
        for (int i = 0; i < 3; i++) {
            centre.reject(centre.pending(task));
        }
        assertEquals(TaskStatus.CANCELED, centre.now(task).status());
        assertEquals("Task TTL Exceeded or Max assignment count exceeded", centre.now(task).reason());
    }

    private static Limits fewRounds() {
        var all = Limits.DEFAULT;
        return new Limits(
                all.workers(),
                all.taskQueues(),
                all.activities(),
                all.nameLength(),
                all.attributesLength(),
                all.configurationBytes(),
                all.taskTimeoutDefault(),
                all.taskTimeoutMax(),
                all.reservationTimeoutDefault(),
                all.reservationTimeoutMax(),
                all.reservedWorkersMax(),
                3,
                all.assignedLifetime(),
                all.finishedRetention(),
                all.directRoutingPatience(),
                all.workflowCallers(),
                all.queueCallers(),
                all.queueCallersMax(),
                all.duePerCommand());
    }

    @Test
    void goingUnavailableMayRejectWhatIsPending() {
        var reservation = offered();
        var ana = centre.view().worker(reservation.worker());
        var workspace = centre.workspace().sid();
        assertEquals(
                Refusal.INVALID,
                centre.refused(new WorkerCommand.Update(
                                workspace, ana.sid(), null, centre.available().sid(), null, true, null))
                        .refusal());
        centre.run(new WorkerCommand.Update(
                workspace, ana.sid(), null, centre.offline().sid(), null, true, null));
        assertEquals(List.of("worker.activity.update", "reservation.rejected"), centre.lastTypes());
        assertEquals(centre.offline().sid(), centre.now(ana).activity());
    }

    @Test
    void goingUnavailableWithoutThatLeavesTheReservationRinging() {
        var reservation = offered();
        centre.activity(centre.view().worker(reservation.worker()), centre.offline());
        assertEquals(ReservationStatus.PENDING, centre.now(reservation).status());
        centre.accept(reservation);
    }

    @Test
    void theSameActivityAgainIsNoChange() {
        var ana = centre.worker("ana", "{}");
        centre.activity(ana, centre.available());
        assertEquals(List.of(), centre.lastTypes());
        assertEquals(0, centre.now(ana).version());
    }

    @Test
    void anEndedCallWrapsInMultitaskingAndAppliesThePostWorkActivity() {
        var reservation = offered();
        centre.accept(reservation);
        centre.run(new ReservationCommand.CallEnded(
                centre.workspace().sid(), reservation.sid(), centre.unavailable().sid()));
        assertEquals(List.of("reservation.wrapup", "task.wrapup", "worker.activity.update"), centre.lastTypes());
        assertEquals(TaskStatus.WRAPPING, centre.view().task(reservation.task()).status());
    }

    @Test
    void anEndedCallCompletesInSingleTasking() {
        centre = Centre.singleTasking();
        var reservation = offered();
        centre.accept(reservation);
        centre.run(new ReservationCommand.CallEnded(centre.workspace().sid(), reservation.sid(), null));
        assertEquals(List.of("task.completed", "reservation.completed"), centre.lastTypes());
    }

    @Test
    void aSingleTaskingWorkerGetsTheQueuesActivitiesAndHisOwnBackAfterRejecting() {
        centre = Centre.singleTasking();
        var reserved = centre.activity("Reserved", false);
        var busy = centre.activity("Busy", false);
        centre.simple(centre.make(new TaskQueueCommand.Create(
                centre.workspace().sid(), "all", "1==1", 1, null, reserved.sid(), busy.sid())));
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        assertEquals(reserved.sid(), centre.now(ana).activity());
        centre.run(new ReservationCommand.Reject(
                centre.workspace().sid(), centre.pending(task).sid(), centre.unavailable().sid(), null));
        assertEquals(centre.unavailable().sid(), centre.now(ana).activity());
        centre.activity(ana, centre.available());
        centre.status(task, TaskStatus.CANCELED, null);
        assertEquals(centre.available().sid(), centre.now(ana).activity(), "what she did before the offer");
        var next = centre.task();
        centre.accept(centre.pending(next));
        assertEquals(busy.sid(), centre.now(ana).activity());
        centre.complete(next);
        assertEquals(busy.sid(), centre.now(ana).activity(), "stays until somebody moves her");
    }

    @Test
    void aSingleTaskingWorkerHoldsOneTaskOnAllChannelsTogether() {
        centre = Centre.singleTasking();
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(centre.task(task -> task.on("voice"))));
        assertEquals("nobody", centre.offeredTo(centre.task(task -> task.on("chat"))));
    }

    @Test
    void aTaskWhoseCallsKeepFailingRestsEverLongerInsteadOfUsingUpItsRounds() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        var task = centre.task();
        for (int failing = 1; failing <= 2; failing++) {
            fail(task);
            assertEquals("ana", centre.offeredTo(task), "at once after failure " + failing);
        }
        for (long seconds : List.of(1L, 2L, 4L, 8L, 10L, 10L)) {
            fail(task);
            assertEquals("nobody", centre.offeredTo(task));
            assertEquals(
                    Map.of(Explanation.Verdict.RESTING, 1),
                    centre.view().explain(task.sid()).counts());
            centre.pass(Duration.ofMillis(seconds * 1_000 - 1));
            assertEquals("nobody", centre.offeredTo(task), "rests for " + seconds);
            centre.pass(Duration.ofMillis(1));
            assertEquals("ana", centre.offeredTo(task), "rested for " + seconds);
        }
        centre.reject(centre.pending(task));
        assertEquals("ana", centre.offeredTo(task), "a rejection is no failure");
        fail(task);
        assertEquals("ana", centre.offeredTo(task), "counted anew");
    }

    private void fail(Task task) {
        var offer = centre.pending(task).sid();
        centre.run(new ReservationCommand.Hold(centre.workspace().sid(), offer, "dequeue", null, null));
        centre.run(new ReservationCommand.CancelHeld(centre.workspace().sid(), offer, null, false));
    }
}
