package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.FlowSid;
import org.jspecify.annotations.Nullable;

/// One saved definition of a flow.
///
/// @param status `draft` or `published`
/// @param definition JSON text
public record FlowRevision(
        FlowSid flow,
        int revision,
        String friendlyName,
        String status,
        String definition,
        @Nullable String commitMessage,
        boolean valid,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return flow.value() + "/" + revision;
    }
}
