package org.cordboard.routing.command;

import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// Calls entering and leaving voice queues (Voice reference 8, TaskRouter reference 8).
public sealed interface QueueCommand extends Command {
    /// Joins a queue by name, making it on demand; refused when full.
    record Join(AccountSid account, CallSid call, String queueName, int maxSize) implements QueueCommand {}

    /// Joins the implicit queue of a workflow and makes the task (8.1); refused when full or when the task is.
    record JoinWorkflow(
            AccountSid account,
            CallSid call,
            WorkflowSid workflow,
            String attributes,
            @Nullable Integer priority,
            @Nullable Integer timeout)
            implements QueueCommand {}

    /// Takes a waiting call for a connection: from now on nobody else may. Null call: the longest waiting one.
    record Claim(QueueSid queue, @Nullable CallSid call) implements QueueCommand {}

    /// The connection failed: the call waits on at its old place.
    record Unclaim(CallSid call) implements QueueCommand {}

    /// @param result the published QueueResult, such as `bridged`, `leave`, `hangup` or `redirected`
    record Leave(CallSid call, String result) implements QueueCommand {}
}
