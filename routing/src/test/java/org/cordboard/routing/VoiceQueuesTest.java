package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.sid.CallSid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Callers in line, and the tasks that wait with them (TaskRouter reference 8, Voice reference 8).
class VoiceQueuesTest {
    private final Centre centre = new Centre();
    private Workflow workflow;

    @BeforeEach
    void aWorkflow() {
        workflow = centre.simple(centre.queue("all", "1==1"));
    }

    private QueueMember join(int call) {
        return centre.make(new QueueCommand.JoinWorkflow(
                Centre.ACCOUNT, Centre.call(call), workflow.sid(), "{\"call_sid\":\"x\"}", null, null));
    }

    private QueueMember joinNamed(int call, String name) {
        return centre.make(new QueueCommand.Join(Centre.ACCOUNT, Centre.call(call), name, 0));
    }

    private Task task(QueueMember member) {
        return centre.view().task(member.task());
    }

    private Call call(CallSid sid, CallStatus status) {
        return new Call(
                sid,
                Centre.ACCOUNT,
                null,
                "+1",
                "+2",
                status,
                "inbound",
                null,
                null,
                null,
                null,
                null,
                null,
                "node",
                Map.of(),
                Centre.START,
                centre.now());
    }

    @Test
    void enqueueingMakesATaskOnTheVoiceChannelInTheQueueNamedAfterTheWorkflow() {
        var member = join(1);
        assertEquals("voice", centre.view().taskChannel(task(member).taskChannel()).uniqueName());
        assertEquals(member.call(), task(member).call());
        var queue = centre.view().record(VoiceQueue.class, member.queue().value());
        assertEquals(workflow.sid().value(), queue.friendlyName());
        assertEquals(100, queue.maxSize());
        assertEquals(member.queue(), join(2).queue());
        assertEquals(queue, centre.view().voiceQueue(Centre.ACCOUNT, workflow.sid().value()));
    }

    @Test
    void aFullQueueTakesNoCallAndMakesNoTask() {
        for (int i = 0; i < 100; i++) {
            join(i);
        }
        var refused = centre.refused(new QueueCommand.JoinWorkflow(
                Centre.ACCOUNT, Centre.call(100), workflow.sid(), "{}", null, null));
        assertEquals(Refusal.QUEUE_FULL, refused.refusal());
        assertEquals(100, centre.view().tasks(centre.workspace().sid()).size());
    }

    @Test
    void aCallerWhoHangsUpWhileWaitingCancelsTaskAndReservation() {
        centre.worker("ana", "{}");
        var member = join(1);
        var reservation = centre.pending(task(member));
        centre.run(new QueueCommand.Leave(member.call(), "hangup"));
        assertEquals(List.of("reservation.canceled", "task.canceled"), centre.lastTypes());
        assertEquals("hangup", task(member).reason());
        assertEquals(ReservationStatus.CANCELED, centre.now(reservation).status());
        assertEquals(List.of(), centre.view().waitingCalls(member.queue()));
    }

    @Test
    void aCallThatEndsForAnyReasonLeavesItsQueueAndNeverChangesAgain() {
        var member = join(1);
        var failed = call(member.call(), CallStatus.FAILED);
        centre.run(new RecordCommand.Put(List.of(call(member.call(), CallStatus.IN_PROGRESS))));
        assertEquals(TaskStatus.PENDING, task(member).status());
        centre.run(new RecordCommand.Put(List.of(failed)));
        assertEquals(TaskStatus.CANCELED, task(member).status());
        assertEquals("hangup", task(member).reason());
        assertTrue(centre.view().waitingCalls(member.queue()).isEmpty());
        centre.run(new RecordCommand.Put(List.of(failed)));
        assertEquals(
                Refusal.INVALID,
                centre.refused(new RecordCommand.Put(List.of(call(member.call(), CallStatus.IN_PROGRESS))))
                        .refusal());
    }

    @Test
    void aBridgedCallLeavesTheTaskToItsWorker() {
        centre.worker("ana", "{}");
        var member = join(1);
        var reservation = centre.pending(task(member));
        centre.run(new QueueCommand.Leave(member.call(), "bridged"));
        assertEquals(TaskStatus.RESERVED, task(member).status());
        centre.accept(reservation);
        assertEquals(TaskStatus.ASSIGNED, task(member).status());
    }

    @Test
    void aRedirectedCallLeavesAReservedTaskAloneUntilItsRoundIsOver() {
        centre.worker("ana", "{}");
        var member = join(1);
        centre.run(new QueueCommand.Leave(member.call(), "redirected"));
        assertEquals(TaskStatus.RESERVED, task(member).status());
        centre.reject(centre.pending(task(member)));
        assertEquals(TaskStatus.CANCELED, task(member).status(), "nobody is there to be served");
        assertEquals("hangup", task(member).reason());
    }

    @Test
    void theLongestWaitingCallIsClaimedOnceAndKeepsItsPlaceWhenTheConnectionFails() {
        var first = joinNamed(1, "support");
        centre.pass(1);
        var second = joinNamed(2, "support");
        var claim = new QueueCommand.Claim(first.queue(), null);
        assertEquals(first.call(), centre.<QueueMember>make(claim).call());
        assertEquals(second.call(), centre.<QueueMember>make(claim).call());
        assertEquals(Refusal.NOTHING_WAITING, centre.refused(claim).refusal());
        centre.run(new QueueCommand.Unclaim(first.call()));
        assertFalse(centre.view().waitingCalls(first.queue()).getFirst().claimed());
        assertEquals(first.call(), centre.<QueueMember>make(claim).call());
    }

    @Test
    void namedQueuesAreMadeOnDemandWithinTheirRules() {
        var member = joinNamed(1, "support");
        assertEquals(1_000, centre.view().voiceQueue(Centre.ACCOUNT, "support").maxSize());
        assertEquals(
                Refusal.INVALID,
                centre.refused(new QueueCommand.Join(Centre.ACCOUNT, Centre.call(1), "other", 0)).refusal());
        assertEquals(
                Refusal.INVALID,
                centre.refused(new QueueCommand.Join(Centre.ACCOUNT, Centre.call(2), "x".repeat(65), 0)).refusal());
        assertEquals(
                Refusal.QUEUE_FULL,
                centre.refused(new QueueCommand.Join(Centre.ACCOUNT, Centre.call(2), "support", 1)).refusal());
        var queue = centre.view().record(VoiceQueue.class, member.queue().value());
        assertEquals(
                Refusal.INVALID,
                centre.refused(new RecordCommand.Remove(List.of(queue))).refusal(),
                "calls wait in it");
    }

    @Test
    void waitingCallsAndTasksAreNoPlainRecords() {
        var member = join(1);
        assertEquals(
                Refusal.INVALID, centre.refused(new RecordCommand.Put(List.of(member))).refusal());
        assertEquals(
                Refusal.INVALID,
                centre.refused(new RecordCommand.Put(List.of(task(member)))).refusal());
    }
}
