package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.jspecify.annotations.Nullable;

/// A place where legs meet (7).
///
/// @param status `init`, `in-progress` or `completed`
public record Conference(
        ConferenceSid sid,
        AccountSid account,
        String friendlyName,
        String status,
        @Nullable String reasonEnded,
        @Nullable CallSid callEndingConference,
        String node,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
