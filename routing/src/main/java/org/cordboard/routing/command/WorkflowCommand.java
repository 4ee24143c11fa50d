package org.cordboard.routing.command;

import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Workflows (2.5). In an update an empty URL clears it.
public sealed interface WorkflowCommand extends Command {
    record Create(
            WorkspaceSid workspace,
            String friendlyName,
            String configuration,
            @Nullable String assignmentCallbackUrl,
            @Nullable String fallbackAssignmentCallbackUrl,
            @Nullable Integer taskReservationTimeout)
            implements WorkflowCommand {}

    record Update(
            WorkspaceSid workspace,
            WorkflowSid workflow,
            @Nullable String friendlyName,
            @Nullable String configuration,
            @Nullable String assignmentCallbackUrl,
            @Nullable String fallbackAssignmentCallbackUrl,
            @Nullable Integer taskReservationTimeout,
            boolean reEvaluateTasks)
            implements WorkflowCommand {}

    record Delete(WorkspaceSid workspace, WorkflowSid workflow) implements WorkflowCommand {}
}
