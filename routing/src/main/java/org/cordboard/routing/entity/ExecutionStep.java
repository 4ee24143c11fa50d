package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.StepSid;
import org.jspecify.annotations.Nullable;

/// One visit to a widget (Studio reference 7.2).
public record ExecutionStep(
        StepSid sid,
        ExecutionSid execution,
        FlowSid flow,
        AccountSid account,
        String name,
        @Nullable String transitionedFrom,
        @Nullable String transitionedTo,
        @Nullable StepSid parentStep,
        String context,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
