package org.cordboard.sip;

import java.util.Optional;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// A text to send outside any dialog, as MESSAGE of RFC 3428.
///
/// @param requestUri whom to send to
/// @param from our identity; the stack adds the tag
/// @param text what it says, sent as `text/plain` in UTF-8
/// @param credentials for 401 and 407 challenges
/// @param flow where to send it whatever the URIs say (a registered phone's flow)
public record OutboundMessage(
        Uri requestUri,
        NameAddress from,
        NameAddress to,
        String text,
        Optional<DigestCredentials> credentials,
        @Nullable Flow flow) {

    public OutboundMessage {
        from = from.withoutTag();
        to = to.withoutTag();
    }

    public static OutboundMessage to(SipUri target, NameAddress from, String text) {
        return new OutboundMessage(
                target.forRequestLine(), from, NameAddress.of(target.bare()), text, Optional.empty(), null);
    }

    /// To whom a call would go, by the same way.
    public static OutboundMessage like(OutboundInvite call, String text) {
        return new OutboundMessage(
                call.requestUri(), call.from(), call.to(), text, call.credentials(), call.flow());
    }

    public OutboundMessage withCredentials(DigestCredentials logIn) {
        return new OutboundMessage(requestUri, from, to, text, Optional.of(logIn), flow);
    }
}
