package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ConnectionPolicySid;

/// A named set of targets for outgoing calls (11.7).
public record ConnectionPolicy(
        ConnectionPolicySid sid,
        AccountSid account,
        String friendlyName,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
