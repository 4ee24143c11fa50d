package org.cordboard.routing.command;

import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Activities (2.2).
public sealed interface ActivityCommand extends Command {
    record Create(WorkspaceSid workspace, String friendlyName, boolean available) implements ActivityCommand {}

    record Update(
            WorkspaceSid workspace,
            ActivitySid activity,
            @Nullable String friendlyName) implements ActivityCommand {}

    record Delete(WorkspaceSid workspace, ActivitySid activity) implements ActivityCommand {}
}
