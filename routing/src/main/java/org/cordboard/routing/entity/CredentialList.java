package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialListSid;

/// A named set of SIP credentials, to be mapped to domains and trunks (11.1).
public record CredentialList(
        CredentialListSid sid,
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
