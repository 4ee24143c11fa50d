package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;

/// A place where calls may be sent: an origination URL of a trunk, or a target of a connection policy. The lowest
/// priority is tried first; among equals each gets calls in proportion to its weight.
///
/// @param sid `OU…` or `NE…`
/// @param owner SID of the trunk or the policy
public record SipTarget(
        String sid,
        AccountSid account,
        String owner,
        String friendlyName,
        String sipUrl,
        int priority,
        int weight,
        boolean enabled,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid;
    }
}
