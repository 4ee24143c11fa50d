package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;

/// What a worker is doing (2.2). `available` never changes after creation.
public record Activity(
        ActivitySid sid,
        WorkspaceSid workspace,
        String friendlyName,
        boolean available,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
