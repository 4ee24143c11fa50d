package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// A tenant of routing (TaskRouter reference 2.1).
///
/// @param eventCallbackUrl empty when unset
/// @param eventsFilter comma-separated event types, null for all
/// @param multiTaskEnabled whether a worker may hold several reservations, bounded by channel capacity
/// @param prioritizeQueueOrder which class of task queues is served first
public record Workspace(
        WorkspaceSid sid,
        AccountSid account,
        String friendlyName,
        String eventCallbackUrl,
        @Nullable String eventsFilter,
        ActivitySid defaultActivity,
        ActivitySid timeoutActivity,
        boolean multiTaskEnabled,
        TaskOrder prioritizeQueueOrder,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
