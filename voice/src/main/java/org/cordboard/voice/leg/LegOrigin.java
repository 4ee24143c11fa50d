package org.cordboard.voice.leg;

import java.util.Map;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.jspecify.annotations.Nullable;

/// What is known of a leg from its first moment.
///
/// @param from as the API shows it: E.164, `client:…` or `sip:…`
/// @param extra parameters that this kind of call adds to its requests
public record LegOrigin(
        CallSid sid,
        Account account,
        Direction direction,
        String from,
        String to,
        @Nullable Leg parent,
        @Nullable PhoneNumberSid phoneNumber,
        Map<String, String> extra) {
    public LegOrigin {
        extra = Map.copyOf(extra);
    }
}
