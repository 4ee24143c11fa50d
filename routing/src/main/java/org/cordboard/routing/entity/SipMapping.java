package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;

/// That a list guards a domain or a trunk (11.1, 11.7).
///
/// @param owner SID of the domain or trunk
/// @param use `calls` or `registrations`
/// @param list SID of a credential list or an address list
public record SipMapping(
        String owner,
        String use,
        String list,
        AccountSid account,
        Instant dateCreated)
        implements VoiceRecord {
    public static final String CALLS = "calls";
    public static final String REGISTRATIONS = "registrations";

    @Override
    public String key() {
        return owner + "/" + use + "/" + list;
    }
}
