package org.cordboard.sip;

import org.cordboard.sip.message.SipRequest;

/// What the stack's owner decides about traffic from outside.
public interface SipListener {

    /// A new call. Runs on a virtual thread of its own that may block and may stay for the whole call. The
    /// stack has already sent 100 Trying. When this returns or throws without a final answer being given or
    /// kept for later, nothing happens by itself on return; an exception answers 500.
    void onInvite(InboundInvite invite);

    /// A text outside any call (RFC 3428). Runs on a virtual thread of its own that may block until the sender gives up, half
    /// a minute; without an answer on return the sender gets 500.
    default void onMessage(InboundMessage message) {
        message.answer(405);
    }

    /// Asked before anything else happens to a request outside dialogs, even before 100 Trying: false drops
    /// it without an answer, as an address list asks for. Runs on the thread that reads the network:
    /// compare addresses, never block.
    default boolean admits(Flow source, SipRequest request) {
        return true;
    }

    /// Whether requests outside dialogs are expected from this address: a carrier, an exchange, a machine of ours.
    /// All others share a lower limit, above which they are dropped without an answer. Runs where [#admits] does.
    default boolean expects(Flow source) {
        return true;
    }
}
