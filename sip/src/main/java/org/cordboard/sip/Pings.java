package org.cordboard.sip;

import java.util.function.Consumer;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;

/// OPTIONS as a sign of life, RFC 3261 section 11. Any answer of the peer itself counts, even a refusal.
final class Pings {
    private Pings() {}

    static SipRequest request(UserAgent ua, SipUri target, Flow flow) {
        SipUri own = ua.contact(flow, target.secure());
        Headers headers = Headers.of(
                        "From",
                        NameAddress.of(own.bare()).withTag(ua.core.ids.tag()).toString())
                .with("To", NameAddress.of(target.bare()).toString())
                .with("Call-ID", ua.core.ids.callId())
                .with("CSeq", "1 OPTIONS")
                .with("Max-Forwards", "70")
                .with("Contact", UserAgent.contactHeader(own))
                .with("Accept", UserAgent.SDP)
                .with("User-Agent", ua.core.config.product());
        return new SipRequest(SipRequest.OPTIONS, target.forRequestLine(), headers, Bytes.NONE);
    }

    /// @param told true when the peer answered
    record Outcome(Consumer<Boolean> told) implements ClientTransaction.Owner {
        @Override
        public void response(SipResponse response) {
            if (!response.provisional()) {
                told.accept(true);
            }
        }

        @Override
        public void failed(int status) {
            told.accept(false);
        }
    }
}
