package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.SipDomainSid;

/// A domain of our own below the platform's (11.1): calls to it are answered by its settings, its phones register there.
///
/// @param domainName lower case, unique over all accounts
/// @param settings by their wire names, as `voice_url`; absent ones have their published defaults
public record SipDomain(
        SipDomainSid sid,
        AccountSid account,
        String domainName,
        String friendlyName,
        Map<String, String> settings,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    public boolean takesRegistrations() {
        return "true".equals(settings.get("sip_registration"));
    }

    /// TLS and SRTP only.
    public boolean secure() {
        return "true".equals(settings.get("secure"));
    }

    /// Whether a carrier of the account's own brings its calls here.
    public boolean carried() {
        return !carrier().isEmpty();
    }

    /// SID of that carrier's trunk; empty for none.
    public String carrier() {
        return settings.getOrDefault("byoc_trunk_sid", "");
    }

    @Override
    public String key() {
        return sid.value();
    }
}
