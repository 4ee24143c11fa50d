package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.IpAccessControlListSid;

/// A named set of addresses, to be mapped to domains and trunks (11.1).
public record IpAccessControlList(
        IpAccessControlListSid sid,
        AccountSid account,
        String friendlyName,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord, GuardList {

    @Override
    public String key() {
        return sid.value();
    }
}
