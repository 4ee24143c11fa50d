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

    /// SID of the policy whose targets take its outgoing calls; empty for none.
    public String policy() {
        return settings.getOrDefault("connection_policy_sid", "");
    }

    /// SID of the domain that calls are said to come from; empty for the usual one.
    public String fromDomain() {
        return settings.getOrDefault("from_domain_sid", "");
    }

    @Override
    public String key() {
        return sid.value();
    }
}
