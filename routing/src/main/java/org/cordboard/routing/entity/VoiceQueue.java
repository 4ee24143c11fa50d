package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// A queue of waiting calls (8).
///
/// @param workflow set on the implicit queue of a workflow, whose friendly name is the workflow's SID
public record VoiceQueue(
        QueueSid sid,
        AccountSid account,
        String friendlyName,
        int maxSize,
        @Nullable WorkflowSid workflow,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
