package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;

/// Someone who can take tasks (2.6).
///
/// @param attributes JSON object text as given
/// @param dateStatusChanged last change of the activity
/// @param version rises by one with every persisted change (1.4)
public record Worker(
        WorkerSid sid,
        WorkspaceSid workspace,
        String friendlyName,
        String attributes,
        ActivitySid activity,
        Instant dateStatusChanged,
        Instant dateCreated,
        Instant dateUpdated,
        long version)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
