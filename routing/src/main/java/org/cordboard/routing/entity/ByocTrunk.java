package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ByocTrunkSid;

/// A carrier as the voice API expresses it (11.7): which policy its outgoing calls follow, what answers those it brings.
///
/// @param settings by their wire names, as `voice_url`
public record ByocTrunk(
        ByocTrunkSid sid,
        AccountSid account,
        String friendlyName,
        Map<String, String> settings,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
