package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;
import org.jspecify.annotations.Nullable;

/// A phone that may register, and its secret; never log it.
///
/// @param identity also reachable as `client:identity` and `sip:identity@`
/// @param list the list it belongs to; null only in records made before lists were
public record SipCredential(
        CredentialSid sid,
        AccountSid account,
        @Nullable CredentialListSid list,
        String identity,
        String secret,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }

    @Override
    public String toString() {
        return "SipCredential[" + sid + "]";
    }
}
