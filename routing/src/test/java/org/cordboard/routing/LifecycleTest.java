package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.TaskStatus;
import org.junit.jupiter.api.Test;

/// The common life of a task, event by event.
class LifecycleTest {
    private final Centre centre = new Centre();

    @Test
    void aTaskIsCreatedPlacedOfferedAcceptedCompletedAndPurged() {
        centre.simple(centre.queue("Everyone", "1==1"));
        var ana = centre.worker("ana", "{}");

        var task = centre.task("{\"order\":17}");
        assertEquals(
                List.of(
                        "workflow.entered",
                        "task-queue.entered",
                        "task.created",
                        "workflow.target-matched",
                        "reservation.created"),
                centre.lastTypes());
        assertEquals(TaskStatus.PENDING, task.status(), "the answer does not show the reservation yet");
        assertEquals(TaskStatus.RESERVED, centre.now(task).status());
        assertEquals(1, centre.channel(ana, "default").openReservations());

        var reservation = centre.pending(task);
        centre.accept(reservation);
        assertEquals(List.of("reservation.accepted", "task.updated"), centre.lastTypes());
        assertEquals(TaskStatus.ASSIGNED, centre.now(task).status());
        assertEquals(1, centre.channel(ana, "default").assignedTasks());

        centre.complete(task);
        assertEquals(List.of("task.completed", "reservation.completed"), centre.lastTypes());
        assertEquals(ReservationStatus.COMPLETED, centre.now(reservation).status());
        assertEquals(0, centre.channel(ana, "default").openReservations());

        centre.pass(299);
        assertEquals(TaskStatus.COMPLETED, centre.now(task).status());
        centre.pass(1);
        assertNull(centre.now(task));
        assertEquals(List.of(), centre.lastTypes(), "purging is silent");
    }

    @Test
    void aRejectedTaskGoesToTheNextWorkerAndAnUnansweredOneTakesTheWorkerOffline() {
        centre.simple(centre.queue("Everyone", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.pass(1);
        var ben = centre.worker("ben", "{}");
        centre.pass(1);
        var task = centre.task();
        assertEquals("ana", centre.offeredTo(task));

        centre.reject(centre.pending(task));
        assertEquals(List.of("reservation.rejected", "reservation.created"), centre.lastTypes());
        assertEquals("ben", centre.offeredTo(task));

        centre.pass(120);
        assertEquals(
                List.of("worker.activity.update", "reservation.timeout", "reservation.created"), centre.lastTypes());
        assertEquals(centre.offline().sid(), centre.now(ben).activity());
        assertEquals("ana", centre.offeredTo(task));
        assertEquals(centre.available().sid(), centre.now(ana).activity());
    }
}
