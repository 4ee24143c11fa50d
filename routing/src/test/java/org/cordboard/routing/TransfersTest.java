package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks handed over (TaskRouter reference 8.7).
class TransfersTest {
    private final Centre centre = new Centre();
    private Worker ana;
    private Worker ben;
    private Task task;
    private Reservation own;

    @BeforeEach
    void anaHasATask() {
        centre.simple(centre.queue("all", "1==1"));
        ana = centre.worker("ana", "{}");
        task = centre.task();
        own = centre.pending(task);
        centre.accept(own);
        ben = centre.worker("ben", "{\"team\":\"second\"}");
        centre.pass(1);
    }

    private Transfer transfer(String to, String mode) {
        return centre.make(start(to, mode));
    }

    private TransferCommand.Start start(String to, String mode) {
        return new TransferCommand.Start(centre.workspace().sid(), task.sid(), own.sid(), to, mode, null, null);
    }

    @Test
    void aWarmTransferIsOfferedAndAccepted() {
        var transfer = transfer(ben.sid().value(), "WARM");
        assertEquals(List.of("task.transfer-initiated", "reservation.created", "task.updated"), centre.lastTypes());
        assertEquals("ben", centre.offeredTo(task));
        assertEquals(TaskStatus.RESERVED, centre.now(task).status());
        assertEquals(ReservationStatus.ACCEPTED, centre.now(own).status());
        var offered = centre.pending(task);
        assertEquals(transfer.sid(), offered.transfer());
        centre.accept(offered);
        assertEquals(
                List.of("reservation.accepted", "task.transfer-completed", "task.updated"), centre.lastTypes());
        assertEquals("complete", centre.view().transfer(transfer.sid()).status());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
        assertNull(centre.now(task).transfer());

        centre.run(new ReservationCommand.Wrap(centre.workspace().sid(), own.sid(), null));
        centre.run(new ReservationCommand.Complete(centre.workspace().sid(), own.sid(), null));
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status(), "ben still works on it");
        centre.run(new ReservationCommand.Wrap(centre.workspace().sid(), offered.sid(), null));
        assertEquals(TaskStatus.WRAPPING, centre.now(task).status());
    }

    @Test
    void aColdTransferWrapsTheOneWhoHandsOver() {
        transfer(ben.sid().value(), "COLD");
        assertEquals(ReservationStatus.WRAPPING, centre.now(own).status());
        assertEquals(TaskStatus.RESERVED, centre.now(task).status());
    }

    @Test
    void aWorkerWhoRejectsSendsTheTaskBack() {
        var transfer = transfer(ben.sid().value(), "WARM");
        centre.reject(centre.pending(task));
        assertEquals(
                List.of("reservation.rejected", "task.transfer-failed", "task.updated"), centre.lastTypes());
        assertEquals(
                "failed",
                centre.lastEvent("reservation.rejected").context().transfer().status());
        assertEquals(
                "Transfer attempt failed on reservation reject because there are no more pending reservations",
                centre.view().transfer(transfer.sid()).failedReason());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
    }

    @Test
    void aWorkerWhoDoesNotAnswerSendsTheTaskBack() {
        var transfer = transfer(ben.sid().value(), "COLD");
        centre.pass(120);
        assertEquals(
                "Transfer failed because the reservation timed out",
                centre.view().transfer(transfer.sid()).failedReason());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
    }

    @Test
    void inAQueueTheNextWorkerIsTriedAndTheGiverComesLast() {
        var second = centre.queue("second", "1==1");
        centre.worker("cleo", "{}");
        centre.capacity(ana, "default", 2);
        transfer(second.sid().value(), "WARM");
        assertEquals("ben", centre.offeredTo(task));
        centre.pass(1);
        centre.reject(centre.pending(task));
        assertEquals(
                List.of("reservation.rejected", "task.transfer-attempt-failed", "reservation.created"),
                centre.lastTypes());
        assertEquals("cleo", centre.offeredTo(task));
        centre.activity(ben, centre.offline());
        var cleo = centre.pending(task);
        centre.activity(centre.view().worker(cleo.worker()), centre.offline());
        centre.reject(cleo);
        assertEquals("ana", centre.offeredTo(task), "nobody else is left");
    }

    @Test
    void canceledByTheGiverTheTaskIsAssignedAgainAndCancelingTwiceIsRefused() {
        var transfer = transfer(ben.sid().value(), "WARM");
        var cancel = new TransferCommand.Cancel(centre.workspace().sid(), task.sid(), transfer.sid());
        centre.run(cancel);
        assertEquals(
                List.of("task.transfer-canceled", "reservation.canceled", "task.updated"), centre.lastTypes());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
        centre.refuses(cancel, "Transfer " + transfer.sid() + " is already canceled . Cannot cancel transfer.");
    }

    @Test
    void anUnavailableWorkerIsRefused() {
        centre.activity(ben, centre.offline());
        assertEquals(
                Refusal.INVALID, centre.refused(start(ben.sid().value(), "WARM")).refusal());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
    }

    @Test
    void aTaskBeingTransferredCanBeNeitherWrappedNorCompletedNorCanceled() {
        transfer(ben.sid().value(), "WARM");
        for (var status : List.of(TaskStatus.WRAPPING, TaskStatus.COMPLETED, TaskStatus.CANCELED)) {
            assertEquals(
                    Refusal.INVALID,
                    centre.refused(centre.statusOf(task, status, "why")).refusal());
        }
    }

    @Test
    void whenTheGiverHasFinishedAndNobodyTakesItTheTaskIsDone() {
        transfer(ben.sid().value(), "COLD");
        centre.run(new ReservationCommand.Complete(centre.workspace().sid(), own.sid(), null));
        assertEquals(TaskStatus.RESERVED, centre.now(task).status());
        centre.reject(centre.pending(task));
        assertEquals(TaskStatus.COMPLETED, centre.now(task).status());
    }
}
