package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.jspecify.annotations.Nullable;

/// A leg in a conference (7.6). Exists only while the leg is in it.
public record Participant(
        ConferenceSid conference,
        CallSid call,
        AccountSid account,
        @Nullable String label,
        boolean muted,
        boolean hold,
        boolean coaching,
        @Nullable CallSid callToCoach,
        boolean startConferenceOnEnter,
        boolean endConferenceOnExit,
        String status,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return conference.value() + "/" + call.value();
    }
}
