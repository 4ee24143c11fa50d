package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// A set of eligible workers, by expression over their attributes (2.4).
///
/// @param targetWorkers null matches nobody
/// @param maxReservedWorkers 1 to 50
public record TaskQueue(
        TaskQueueSid sid,
        WorkspaceSid workspace,
        String friendlyName,
        @Nullable String targetWorkers,
        int maxReservedWorkers,
        TaskOrder taskOrder,
        @Nullable ActivitySid reservationActivity,
        @Nullable ActivitySid assignmentActivity,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
