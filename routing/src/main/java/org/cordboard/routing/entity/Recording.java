package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.RecordingSid;
import org.jspecify.annotations.Nullable;

/// A recording (10).
///
/// @param file name in the recordings folder
/// @param details further published fields by their wire name
public record Recording(
        RecordingSid sid,
        AccountSid account,
        @Nullable CallSid call,
        @Nullable ConferenceSid conference,
        String status,
        String source,
        int channels,
        String track,
        @Nullable Integer duration,
        @Nullable Integer errorCode,
        String file,
        Instant startTime,
        Map<String, String> details,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    public Recording with(String nextStatus, Instant now) {
        return new Recording(
                sid,
                account,
                call,
                conference,
                nextStatus,
                source,
                channels,
                track,
                duration,
                errorCode,
                file,
                startTime,
                details,
                dateCreated,
                now);
    }

    @Override
    public String key() {
        return sid.value();
    }
}
