package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// An account. The token authenticates REST calls and signs webhooks and v1 capability tokens; never log it.
public record Account(
        AccountSid sid,
        String friendlyName,
        String authToken,
        String status,
        @Nullable AccountSid owner,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
