package org.cordboard.routing.command;

import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Transfers (8.7).
public sealed interface TransferCommand extends Command {
    /// @param to worker or task queue SID
    /// @param mode `WARM` or `COLD`
    record Start(
            WorkspaceSid workspace,
            TaskSid task,
            ReservationSid reservation,
            String to,
            String mode,
            @Nullable String attributes,
            @Nullable Integer priority)
            implements TransferCommand {}

    record Cancel(WorkspaceSid workspace, TaskSid task, TransferSid transfer) implements TransferCommand {}
}
