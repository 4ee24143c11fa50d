package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialSid;

/// A phone that may register, and its secret; never log it.
///
/// @param identity also reachable as `client:identity` and `sip:identity@`
public record SipCredential(
        CredentialSid sid, AccountSid account, String identity, String secret, Instant dateCreated, Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }
}
