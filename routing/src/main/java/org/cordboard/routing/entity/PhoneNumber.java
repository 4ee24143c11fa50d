package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.PhoneNumberSid;

/// A number of ours and what answers it (15.1).
///
/// @param settings voice_url, voice_method, voice_fallback_url, status_callback and the like by their wire name
public record PhoneNumber(
        PhoneNumberSid sid,
        AccountSid account,
        String phoneNumber,
        String friendlyName,
        Map<String, String> settings,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    /// SID of the trunk it is given to; empty for none.
    public String trunk() {
        return settings.getOrDefault("trunk_sid", "");
    }

    @Override
    public String key() {
        return sid.value();
    }
}
