package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Rules from task to task queue (2.5, 4).
///
/// @param configuration JSON text, given back byte for byte
/// @param taskReservationTimeout seconds, 1 to 86,400
/// @param revision rises with each change of the configuration; a task keeps the plan it entered with (4.6)
public record Workflow(
        WorkflowSid sid,
        WorkspaceSid workspace,
        String friendlyName,
        String configuration,
        @Nullable String assignmentCallbackUrl,
        @Nullable String fallbackAssignmentCallbackUrl,
        int taskReservationTimeout,
        long revision,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
