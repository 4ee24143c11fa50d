package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.NotificationSid;
import org.jspecify.annotations.Nullable;

/// An entry of the debugger log (15.5).
///
/// @param log `0` error, `1` warning
public record Notification(
        NotificationSid sid,
        AccountSid account,
        @Nullable CallSid call,
        String log,
        String errorCode,
        String messageText,
        Map<String, String> details,
        Instant messageDate,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
