package org.cordboard.sip;

import org.cordboard.sip.digest.DigestSecrets;
import org.cordboard.sip.message.SipRequest;

/// A text that came outside any dialog (RFC 3428). The sender repeats it until it is answered, so answer soon; the first
/// answer counts. Any thread.
public interface InboundMessage {

    /// The MESSAGE as it came, with `received` and `rport` filled in.
    SipRequest request();

    /// Where it really came from.
    Flow source();

    /// What it says.
    String text();

    /// @param status 200 when it was delivered, 202 when it is kept for delivery, 300 to 699 for a refusal
    void answer(int status);

    /// Checks the sender's digest credentials, as [InboundInvite#authenticate] does: a challenge (401) or refusal has been
    /// sent unless they are accepted.
    InboundInvite.Authentication authenticate(String realm, DigestSecrets secrets);
}
