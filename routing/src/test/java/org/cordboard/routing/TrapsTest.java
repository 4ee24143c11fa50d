package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.junit.jupiter.api.Test;

/// The traps of the TaskRouter reference, section 15, by number; those of wire formats are tested where the wire is.
class TrapsTest {
    private final Centre centre = new Centre();

    @Test
    void trap01AReservationTimeoutMovesTheWorkerOfflineEvenInMultitasking() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        centre.pass(120);
        assertEquals(centre.offline().sid(), centre.now(ana).activity());
        assertEquals(TaskStatus.PENDING, centre.now(task).status());
        assertEquals(ReservationStatus.TIMEOUT, centre.reservation(task).status());
    }

    @Test
    void trap02TargetDeadlinesAddUpAndAReservationShieldsTheTask() {
        var queue = centre.queue("all", "1==1");
        var spare = centre.queue("spare", "1==2");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"1==1","targets":[
                  {"queue":"%s","timeout":10},{"queue":"%s","timeout":10}]}],
                  "default_filter":{"queue":"%s"}}}"""
                        .formatted(queue.sid(), spare.sid(), spare.sid()),
                30);
        centre.worker("ana", "{}");
        var shielded = centre.task();
        var waiting = centre.task();
        centre.pass(10);
        assertEquals(queue.sid(), centre.now(shielded).taskQueue(), "shielded by its reservation");
        assertEquals(spare.sid(), centre.now(waiting).taskQueue());
        centre.pass(10);
        assertEquals(TaskStatus.CANCELED, centre.now(waiting).status(), "the default filter does not follow a time-out");
        assertEquals("Task canceled on Workflow timeout", centre.now(waiting).reason());
        centre.pass(10);
        assertEquals(TaskStatus.CANCELED, centre.now(shielded).status(), "both targets were over at 30 s");
    }

    @Test
    void trap02TheDefaultFilterFollowsASkip() {
        var queue = centre.queue("all", "1==1");
        var spare = centre.queue("spare", "1==1");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":"%s","skip_if":"1==1"}]}],
                  "default_filter":{"queue":"%s"}}}"""
                        .formatted(queue.sid(), spare.sid()));
        var task = centre.task();
        assertEquals(spare.sid(), centre.now(task).taskQueue());
    }

    @Test
    void trap03LifoQueuesIgnorePriority() {
        centre.simple(centre.queue("stack", "1==1", 1, TaskOrder.LIFO));
        centre.task(task -> task.priority(9));
        centre.pass(1);
        var newest = centre.task(task -> task.priority(0));
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(newest));
    }

    @Test
    void trap04IdleOrderIsByTheLastReservationCreatedWhateverCameOfIt() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.pass(1);
        centre.worker("ben", "{}");
        centre.pass(1);
        var first = centre.task();
        assertEquals("ana", centre.offeredTo(first));
        centre.pass(1);
        centre.status(first, TaskStatus.CANCELED, null);
        centre.activity(ana, centre.offline());
        centre.activity(ana, centre.available());
        var second = centre.task();
        assertEquals("ben", centre.offeredTo(second), "ana's canceled reservation counts, her log-in does not");
    }

    @Test
    void trap04AnOptimizedChannelHasARoundRobinOfItsOwn() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        centre.pass(1);
        centre.worker("ben", "{}");
        centre.pass(1);
        var chat = centre.view().taskChannels(centre.workspace().sid()).stream()
                .filter(channel -> channel.uniqueName().equals("chat"))
                .findFirst()
                .orElseThrow();
        centre.run(new TaskChannelCommand.Update(centre.workspace().sid(), chat.sid(), null, true));
        assertEquals("ana", centre.offeredTo(centre.task(task -> task.on("voice"))));
        centre.pass(1);
        assertEquals("ana", centre.offeredTo(centre.task(task -> task.on("chat"))), "chat knows nothing of voice");
        centre.pass(1);
        assertEquals("ben", centre.offeredTo(centre.task(task -> task.on("sms"))), "sms counts every channel");
    }

    @Test
    void trap05CapacityIsUsedByPendingAcceptedAndWrappingButOnlyAcceptedCountsAsAssigned() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.capacity(ana, "default", 3);
        var tasks = List.of(centre.task(), centre.task(), centre.task());
        var fourth = centre.task();
        centre.accept(centre.pending(tasks.get(0)));
        centre.accept(centre.pending(tasks.get(1)));
        centre.status(tasks.get(1), TaskStatus.WRAPPING, "almost");
        var channel = centre.channel(ana, "default");
        assertEquals(3, channel.openReservations());
        assertEquals(1, channel.assignedTasks());
        assertEquals(0, channel.availableCapacityPercentage());
        assertEquals("nobody", centre.offeredTo(fourth));
        centre.complete(tasks.get(1));
        assertEquals("ana", centre.offeredTo(fourth));
    }

    @Test
    void trap06AcceptingChangesNoActivityAndNothingEndsAWrappingTask() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        centre.accept(centre.pending(task));
        centre.status(task, TaskStatus.WRAPPING, "almost");
        centre.pass(86_399);
        assertEquals(centre.available().sid(), centre.now(ana).activity());
        assertEquals(TaskStatus.WRAPPING, centre.now(task).status());
        centre.pass(1);
        assertEquals(List.of("reservation.completed", "task.system-deleted"), centre.lastTypes());
        assertNull(centre.now(task));
    }

    @Test
    void trap07TheConferenceStandsInTheAttributesBeforeTheAcceptanceIsTold() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        var task = centre.task("{\"a\":1}");
        var reservation = centre.pending(task);
        centre.run(new ReservationCommand.Accept(
                centre.workspace().sid(), reservation.sid(), "{\"conference\":{\"sid\":\"CF1\"}}", null));
        assertEquals(List.of("task.updated", "reservation.accepted", "task.updated"), centre.lastTypes());
        assertEquals(
                "{\"a\":1,\"conference\":{\"sid\":\"CF1\"}}",
                centre.lastEvent("reservation.accepted").context().task().attributes());
    }

    @Test
    void trap08ASetUpStopsTheTimerAndItsFailureIsCanceled() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        var reservation = centre.pending(task);
        centre.pass(100);
        var workspace = centre.workspace().sid();
        centre.run(new ReservationCommand.Hold(workspace, reservation.sid(), "conference", null, null));
        centre.pass(600);
        assertEquals(ReservationStatus.PENDING, centre.now(reservation).status());
        centre.run(new ReservationCommand.CancelHeld(workspace, reservation.sid(), 13223, false));
        assertEquals(ReservationStatus.CANCELED, centre.now(reservation).status());
        assertEquals(13223, centre.now(reservation).canceledReasonCode());
        assertEquals(centre.available().sid(), centre.now(ana).activity());
        assertEquals("ana", centre.offeredTo(task), "pending again, and offered again");
    }

    @Test
    void trap08AReleasedReservationHasTheTimeThatWasLeft() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        var reservation = centre.pending(centre.task());
        var workspace = centre.workspace().sid();
        centre.pass(100);
        centre.run(new ReservationCommand.Hold(workspace, reservation.sid(), "call", null, null));
        centre.pass(50);
        centre.run(new ReservationCommand.Release(workspace, reservation.sid()));
        centre.pass(19);
        assertEquals(ReservationStatus.PENDING, centre.now(reservation).status());
        centre.pass(1);
        assertEquals(ReservationStatus.TIMEOUT, centre.now(reservation).status());
    }

    @Test
    void trap09ATaskTimeoutLeavesTheCallerInTheVoiceQueue() {
        var workflow = centre.simple(centre.queue("all", "1==1"));
        QueueMember member =
                centre.make(new QueueCommand.JoinWorkflow(Centre.ACCOUNT, Centre.call(1), workflow.sid(), "{}", null, 30));
        centre.pass(30);
        assertEquals(TaskStatus.CANCELED, centre.view().task(member.task()).status());
        assertEquals("Task TTL Exceeded", centre.view().task(member.task()).reason());
        assertEquals(1, centre.view().waitingCalls(member.queue()).size());
    }

    @Test
    void trap10DeletingAnAssignedTaskCompletesAndDeletingAReservedOneCancels() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var reserved = centre.task();
        centre.run(new TaskCommand.Delete(centre.workspace().sid(), reserved.sid(), null));
        assertEquals(List.of("reservation.canceled", "task.deleted"), centre.lastTypes());
        var assigned = centre.task();
        centre.accept(centre.pending(assigned));
        centre.run(new TaskCommand.Delete(centre.workspace().sid(), assigned.sid(), null));
        assertEquals(List.of("reservation.completed", "task.deleted"), centre.lastTypes());
        assertEquals(0, centre.channel(ana, "default").openReservations());
        assertEquals(
                Refusal.NOT_FOUND,
                centre.refused(new TaskCommand.Delete(centre.workspace().sid(), assigned.sid(), null)).refusal());
    }

    @Test
    void trap11AWorkerTargetedTaskReservesEvenAnOfflineFullWorker() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.accept(centre.pending(centre.task()));
        centre.activity(ana, centre.offline());
        var direct = centre.task(task -> task.target(ana.sid()));
        assertEquals("ana", centre.offeredTo(direct));
        assertTrue(centre.now(direct).ignoreCapacity());
        var polite = centre.task(task -> task.target(ana.sid()).ignoreCapacity(false));
        assertEquals("nobody", centre.offeredTo(polite));
    }

    @Test
    void trap12TheAvailabilityOfAnActivityNeverChanges() {
        var activity = centre.activity("Break", false);
        centre.run(new ActivityCommand.Update(centre.workspace().sid(), activity.sid(), null));
        assertFalse(centre.view().activity(activity.sid()).available());
    }

    @Test
    void trap13TheWorkerVersionRisesByOneOnCapacityAvailabilityAndReservation() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var channel = centre.channel(ana, "default");
        var workspace = centre.workspace().sid();
        centre.run(new WorkerCommand.UpdateChannel(workspace, ana.sid(), channel.sid(), 2, null));
        assertEquals(List.of("worker.capacity.update"), centre.lastTypes());
        assertEquals(1, centre.now(ana).version());
        centre.run(new WorkerCommand.UpdateChannel(workspace, ana.sid(), channel.sid(), null, false));
        centre.run(new WorkerCommand.UpdateChannel(workspace, ana.sid(), channel.sid(), null, true));
        assertEquals(List.of("worker.channel.availability.update"), centre.lastTypes());
        assertEquals(3, centre.now(ana).version());
        var task = centre.task();
        assertEquals(4, centre.now(ana).version());
        centre.accept(centre.pending(task));
        assertEquals(4, centre.now(ana).version());
    }

    @Test
    void trap18WrapupIsTheWordAndWorkersAreUpdated() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        centre.accept(centre.pending(task));
        centre.status(task, TaskStatus.WRAPPING, "almost");
        assertEquals(List.of("reservation.wrapup", "task.wrapup"), centre.lastTypes());
        centre.activity(ana, centre.offline());
        assertEquals(List.of("worker.activity.update"), centre.lastTypes());
    }

    @Test
    void trap19HasOnATextIsAcceptedAndNeverTrueAndAHyphenIsAnError() {
        var queue = centre.queue("odd", "team HAS 'blue'");
        centre.worker("ana", "{\"team\":\"blue\"}");
        assertEquals(List.of(), centre.view().eligibleWorkers(queue.sid()));
        var equals = centre.queue("fine", "team = 'blue'");
        assertEquals(1, centre.view().eligibleWorkers(equals.sid()).size());
        var refused = centre.refused(new TaskQueueCommand.Create(
                centre.workspace().sid(), "bad", "skill-level > 3", null, null, null, null));
        assertTrue(refused.message().startsWith("extraneous input"), refused.message());
    }

    @Test
    void trap20FinishedTasksStayReadableForFiveMinutes() {
        centre.simple(centre.queue("all", "1==1"));
        var task = centre.task();
        centre.status(task, TaskStatus.CANCELED, null);
        centre.pass(299);
        assertNotNull(centre.now(task));
        assertEquals(1, centre.view().tasks(centre.workspace().sid()).size());
        centre.pass(1);
        assertNull(centre.now(task));
    }
}
