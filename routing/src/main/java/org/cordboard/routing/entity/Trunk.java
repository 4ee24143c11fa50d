package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.TrunkSid;

/// The connection to an account's own exchange (11.7): numbers given to it go to its origination URLs.
///
/// @param settings by their wire names, as `transfer_mode`
public record Trunk(
        TrunkSid sid,
        AccountSid account,
        String friendlyName,
        Map<String, String> settings,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    /// Where the exchange sends its calls, lower case; empty for nowhere.
    public String domainName() {
        return settings.getOrDefault("domain_name", "");
    }

    /// TLS and SRTP only.
    public boolean secure() {
        return "true".equals(settings.get("secure"));
    }

    @Override
    public String key() {
        return sid.value();
    }
}
