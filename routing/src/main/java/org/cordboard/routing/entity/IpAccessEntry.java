package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.cordboard.routing.sid.IpAddressSid;

/// One range of an address list: every source within it may call.
///
/// @param ipAddress an IPv4 or IPv6 literal
/// @param prefixLength how many leading bits count
public record IpAccessEntry(
        IpAddressSid sid,
        AccountSid account,
        IpAccessControlListSid list,
        String friendlyName,
        String ipAddress,
        int prefixLength,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
