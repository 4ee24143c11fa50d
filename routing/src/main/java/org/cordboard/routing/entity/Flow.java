package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.FlowSid;
import org.jspecify.annotations.Nullable;

/// A Studio flow: its head. The definitions stand in its revisions.
public record Flow(
        FlowSid sid,
        AccountSid account,
        String friendlyName,
        int revision,
        @Nullable Integer publishedRevision,
        List<String> testUsers,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
