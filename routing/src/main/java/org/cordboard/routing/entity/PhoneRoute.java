package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;

/// Where a number outside is reached: a registered phone, a SIP URI or a trunk.
///
/// @param prefix digits the dialled number starts with, `+` included; the longest match wins
/// @param target `sip:...` or `client:...`; `{number}` stands for the dialled number
public record PhoneRoute(String prefix, AccountSid account, String target, Instant dateCreated) implements VoiceRecord {

    @Override
    public String key() {
        return prefix;
    }
}
