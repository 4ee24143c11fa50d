package org.cordboard.routing;

import java.util.List;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.WorkflowPlan;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.CallSid;
import org.jspecify.annotations.Nullable;

/// Records with few rules: a final call never changes, and takes the one who waited with it out of the line.
final class Records {
    private Records() {}

    static @Nullable Entity decide(Turn turn, RecordCommand command) {
        switch (command) {
            case RecordCommand.Put(var records) -> {
                records.forEach(entry -> checkPut(turn, entry));
                turn.record(records, List.of());
                records.forEach(entry -> {
                    if (entry instanceof Call call && call.status().isFinal()) {
                        callEnded(turn, call.sid());
                    }
                });
                return records.isEmpty() ? null : records.getFirst();
            }
            case RecordCommand.Remove(var records) -> {
                records.forEach(entry -> checkRemove(turn, entry));
                records.forEach(entry -> {
                    if (entry instanceof Call call) {
                        callEnded(turn, call.sid());
                    }
                });
                turn.record(List.of(), records);
                return null;
            }
        }
    }

    private static void checkPut(Turn turn, Entity entry) {
        checkKind(entry);
        if (entry instanceof Call call) {
            var before = turn.state.voice.find(Call.class, call.key());
            if (before != null && before.status().isFinal() && !before.equals(call)) {
                throw Refused.invalid(
                        "Call %s is %s and cannot change any more".formatted(call.sid(), before.status().wire()));
            }
        } else if (entry instanceof VoiceQueue queue) {
            checkQueue(turn, queue);
        }
    }

    private static void checkQueue(Turn turn, VoiceQueue queue) {
        Checks.name(turn, "FriendlyName", queue.friendlyName());
        Checks.within("MaxSize", queue.maxSize(), 0, turn.limits.queueCallersMax());
        var namesake = turn.state.voice.queueNamed(queue.account(), queue.friendlyName());
        if (namesake != null && !namesake.sid().equals(queue.sid())) {
            throw Refused.invalid("Queue with the same friendly name already exists");
        }
    }

    private static void checkRemove(Turn turn, Entity entry) {
        checkKind(entry);
        if (entry instanceof VoiceQueue queue && turn.state.voice.length(queue.sid()) > 0) {
            throw Refused.invalid("Queue " + queue.sid() + " cannot be deleted while calls wait in it");
        }
        if (entry instanceof Account account
                && turn.state.workspaces.values().stream()
                        .anyMatch(workspace -> workspace.value.account().equals(account.sid()))) {
            throw Refused.invalid("Account " + account.sid() + " cannot be deleted while it has workspaces");
        }
    }

    /// Resources of TaskRouter and waiting calls have commands of their own, with rules.
    private static void checkKind(Entity entry) {
        switch (entry) {
            case QueueMember _ -> throw ruled(entry);
            case Account _, ApiKey _, VoiceRecord _ -> {}
            case Workspace _,
                    Activity _,
                    TaskChannel _,
                    TaskQueue _,
                    Workflow _,
                    WorkflowPlan _,
                    Worker _,
                    WorkerChannel _,
                    Task _,
                    Reservation _,
                    Transfer _ -> throw ruled(entry);
        }
    }

    private static Refused ruled(Entity entry) {
        return Refused.invalid(entry.getClass().getSimpleName() + " cannot be written as a plain record");
    }

    private static void callEnded(Turn turn, CallSid call) {
        var member = turn.state.voice.find(QueueMember.class, call.value());
        if (member != null) {
            VoiceQueues.leave(turn, member, "hangup");
        }
    }
}
