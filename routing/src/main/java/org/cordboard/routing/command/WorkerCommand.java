package org.cordboard.routing.command;

import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Workers and their channels (2.6, 2.7, 3.3).
public sealed interface WorkerCommand extends Command {
    record Create(
            WorkspaceSid workspace,
            String friendlyName,
            @Nullable ActivitySid activity,
            @Nullable String attributes) implements WorkerCommand {}

    /// @param ifVersion refuse unless this is the current version
    record Update(
            WorkspaceSid workspace,
            WorkerSid worker,
            @Nullable String friendlyName,
            @Nullable ActivitySid activity,
            @Nullable String attributes,
            @Nullable Boolean rejectPendingReservations,
            @Nullable Long ifVersion)
            implements WorkerCommand {}

    record Delete(
            WorkspaceSid workspace,
            WorkerSid worker,
            @Nullable Long ifVersion) implements WorkerCommand {}

    record UpdateChannel(
            WorkspaceSid workspace,
            WorkerSid worker,
            WorkerChannelSid channel,
            @Nullable Integer capacity,
            @Nullable Boolean available)
            implements WorkerCommand {}
}
