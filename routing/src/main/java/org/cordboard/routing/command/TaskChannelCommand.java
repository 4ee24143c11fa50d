package org.cordboard.routing.command;

import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Task channels (2.3).
public sealed interface TaskChannelCommand extends Command {
    record Create(
            WorkspaceSid workspace,
            String friendlyName,
            String uniqueName,
            @Nullable Boolean channelOptimizedRouting) implements TaskChannelCommand {}

    record Update(
            WorkspaceSid workspace,
            TaskChannelSid taskChannel,
            @Nullable String friendlyName,
            @Nullable Boolean channelOptimizedRouting)
            implements TaskChannelCommand {}

    record Delete(WorkspaceSid workspace, TaskChannelSid taskChannel) implements TaskChannelCommand {}
}
