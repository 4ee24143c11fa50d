package org.cordboard.sip;

import java.util.Optional;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.Uri;

/// What the peer of a dialog does. Calls come on virtual threads, one at a time and in order per dialog; a
/// handler that blocks delays only its own dialog. Protocol duties (200 to BYE, ACK, retransmission) never
/// wait for a handler.
public interface DialogHandler {

    /// The ACK of the answered INVITE or re-INVITE has arrived.
    ///
    /// @param sdp the answer to our offer when the INVITE had none
    default void onAck(Dialog dialog, Optional<String> sdp) {}

    /// The peer changes the session by re-INVITE, or by UPDATE with an offer. Answer or refuse it, now or
    /// later.
    default void onOffer(Dialog dialog, Offer offer) {
        offer.reject(488);
    }

    /// A DTMF key by INFO (`application/dtmf-relay` or `application/dtmf`); 200 has been sent.
    ///
    /// @param durationMillis as the peer says, 160 when it does not
    default void onDtmf(Dialog dialog, char key, int durationMillis) {}

    /// Another INFO; 200 has been sent.
    default void onInfo(Dialog dialog, SipRequest info) {}

    /// An UPDATE that changes nothing of the session but brings a body; 200 has been sent.
    default void onUpdate(Dialog dialog, SipRequest update) {}

    /// The peer wants us to call someone (RFC 3515). Accept or refuse it, now or later.
    default void onRefer(Dialog dialog, Transfer transfer) {
        transfer.reject(603);
    }

    /// The dialog is over; called exactly once, last of all.
    default void onEnded(Dialog dialog, DialogEnd end) {}

    /// A session change the peer asks for.
    interface Offer {
        /// The re-INVITE or UPDATE.
        SipRequest request();

        /// Their offer; empty when a re-INVITE asks for ours, and then the ACK brings the answer to
        /// [#onAck].
        Optional<String> sdp();

        /// 200 OK with our answer (or offer).
        void answer(String sdp);

        /// Keeps the session as it was.
        ///
        /// @param status 300 to 699, usually 488
        void reject(int status);
    }

    /// A transfer the peer asks for.
    interface Transfer {
        SipRequest request();

        /// Refer-To, headers in the URI included.
        Uri target();

        Optional<NameAddress> referredBy();

        /// 202 Accepted and a first NOTIFY with 100 Trying.
        void accept();

        /// Reports by NOTIFY how the new call goes; a final status ends the subscription. Needs [#accept()]
        /// before.
        void report(int status, String reason);

        void reject(int status);
    }
}
