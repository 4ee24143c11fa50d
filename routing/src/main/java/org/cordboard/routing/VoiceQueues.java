package org.cordboard.routing;

import java.util.List;
import java.util.Objects;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// Calls waiting in voice queues, and the tasks that wait with them (8; Voice reference 8).
final class VoiceQueues {
    private VoiceQueues() {}

    static Entity decide(Turn turn, QueueCommand command) {
        return switch (command) {
            case QueueCommand.Join join -> join(turn, join);
            case QueueCommand.JoinWorkflow join -> joinWorkflow(turn, join);
            case QueueCommand.Claim claim -> claim(turn, claim);
            case QueueCommand.Unclaim unclaim -> claimed(turn, find(turn, unclaim.call()), false);
            case QueueCommand.Leave leave -> {
                var member = find(turn, leave.call());
                leave(turn, member, leave.result());
                yield member;
            }
        };
    }

    private static QueueMember find(Turn turn, CallSid call) {
        var member = turn.state.voice.find(QueueMember.class, call.value());
        if (member == null) {
            throw Refused.notFound(call);
        }
        return member;
    }

    private static QueueMember join(Turn turn, QueueCommand.Join join) {
        Checks.name(turn, "Queue name", join.queueName());
        waitsNowhere(turn, join.call());
        var existing = turn.state.voice.queueNamed(join.account(), join.queueName());
        int asked = join.maxSize() > 0
                ? Math.min(join.maxSize(), turn.limits.queueCallersMax())
                : turn.limits.queueCallers();
        var queue = existing != null ? existing : made(turn, join.account(), join.queueName(), asked, null);
        int max = join.maxSize() > 0 ? Math.min(queue.maxSize(), asked) : queue.maxSize();
        room(turn, queue, max);
        var member = new QueueMember(join.call(), queue.sid(), join.account(), null, false, turn.now);
        turn.record(existing == null ? List.of(queue, member) : List.of(member), List.of());
        return member;
    }

    private static QueueMember joinWorkflow(Turn turn, QueueCommand.JoinWorkflow join) {
        var workflow = turn.state.workflows.get(join.workflow());
        if (workflow == null || !workflow.workspace.value.account().equals(join.account())) {
            throw Refused.notFound(join.workflow());
        }
        waitsNowhere(turn, join.call());
        var name = join.workflow().value();
        var existing = turn.state.voice.queueNamed(join.account(), name);
        var queue = existing != null
                ? existing
                : made(turn, join.account(), name, turn.limits.workflowCallers(), join.workflow());
        room(turn, queue, queue.maxSize());
        var prepared = Tasks.prepare(
                turn,
                new TaskCommand.Create(
                        workflow.value.workspace(),
                        join.workflow(),
                        join.attributes(),
                        join.timeout(),
                        join.priority(),
                        "voice",
                        null,
                        null,
                        null,
                        null),
                join.call());
        var member = new QueueMember(
                join.call(), queue.sid(), join.account(), prepared.task().sid(), false, turn.now);
        turn.record(existing == null ? List.of(queue, member) : List.of(member), List.of());
        Tasks.create(turn, prepared);
        return member;
    }

    private static VoiceQueue made(
            Turn turn, AccountSid account, String name, int maxSize, @Nullable WorkflowSid workflow) {
        return new VoiceQueue(
                turn.sid(QueueSid.PREFIX, QueueSid::new), account, name, maxSize, workflow, turn.now, turn.now);
    }

    private static void waitsNowhere(Turn turn, CallSid call) {
        if (turn.state.voice.find(QueueMember.class, call.value()) != null) {
            throw Refused.invalid("Call " + call + " waits in a queue already");
        }
    }

    private static void room(Turn turn, VoiceQueue queue, int max) {
        if (turn.state.voice.length(queue.sid()) >= max) {
            throw new Refused(
                    Refusal.QUEUE_FULL, "Queue %s holds its maximum of %d calls".formatted(queue.sid(), max));
        }
    }

    private static QueueMember claim(Turn turn, QueueCommand.Claim claim) {
        if (turn.state.voice.find(VoiceQueue.class, claim.queue().value()) == null) {
            throw Refused.notFound(claim.queue());
        }
        var member = turn.state.voice.line(claim.queue()).stream()
                .filter(waiting -> !waiting.claimed())
                .filter(waiting -> claim.call() == null || waiting.call().equals(claim.call()))
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.NOTHING_WAITING, "No call is waiting in " + claim.queue()));
        return claimed(turn, member, true);
    }

    private static QueueMember claimed(Turn turn, QueueMember member, boolean claimed) {
        if (member.claimed() == claimed) {
            return member;
        }
        var next = new QueueMember(
                member.call(), member.queue(), member.account(), member.task(), claimed, member.dateEnqueued());
        turn.record(List.of(next), List.of());
        return next;
    }

    /// The call is out of the queue. Unless it was connected, nobody waits for the task any more.
    static void leave(Turn turn, QueueMember member, String result) {
        turn.record(List.of(), List.of(member));
        var node = member.task() == null ? null : turn.state.tasks.get(member.task());
        if (node == null || node.value.transfer() != null) {
            return;
        }
        boolean cancels = switch (result) {
            case "bridged", "bridging-in-process", "redirected-from-bridged" -> false;
            case "redirected" -> node.value.status() == TaskStatus.PENDING || !Decisions.REDIRECT_KEEPS_RESERVED_TASK;
            default -> true;
        };
        boolean waits = node.value.status() == TaskStatus.PENDING || node.value.status() == TaskStatus.RESERVED;
        if (cancels && waits) {
            Tasks.cancel(turn, node, Decisions.HANGUP_REASON);
        }
    }

    /// Whether the task was made for a call that does not wait any more.
    static boolean callerIsGone(State state, Task task) {
        return task.call() != null
                && state.voice.find(QueueMember.class, Objects.requireNonNull(task.call()).value()) == null;
    }
}
