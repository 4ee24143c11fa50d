package org.cordboard.routing.command;

import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Workspaces and accounts (2.1).
public sealed interface WorkspaceCommand extends Command {
    /// @param fifoTemplate adds `Sample Queue` and `Default Fifo Workflow`
    record Create(
            AccountSid account,
            String friendlyName,
            @Nullable String eventCallbackUrl,
            @Nullable String eventsFilter,
            @Nullable Boolean multiTaskEnabled,
            boolean fifoTemplate,
            @Nullable TaskOrder prioritizeQueueOrder)
            implements WorkspaceCommand {}

    record Update(
            WorkspaceSid workspace,
            @Nullable String friendlyName,
            @Nullable String eventCallbackUrl,
            @Nullable String eventsFilter,
            @Nullable Boolean multiTaskEnabled,
            @Nullable TaskOrder prioritizeQueueOrder,
            @Nullable ActivitySid defaultActivity,
            @Nullable ActivitySid timeoutActivity)
            implements WorkspaceCommand {}

    record Delete(WorkspaceSid workspace) implements WorkspaceCommand {}
}
