package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.jspecify.annotations.Nullable;

/// One run of a flow (Studio reference 7.1).
///
/// @param status `active` or `ended`
/// @param context JSON text of the variables
public record Execution(
        ExecutionSid sid,
        AccountSid account,
        FlowSid flow,
        int flowRevision,
        String contactChannelAddress,
        String status,
        @Nullable CallSid call,
        String context,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
