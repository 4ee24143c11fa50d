package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApiKeySid;

/// An API key: authenticates REST calls and signs access tokens with its secret; never log it.
public record ApiKey(
        ApiKeySid sid, AccountSid account, String friendlyName, String secret, Instant dateCreated, Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
