package org.cordboard.sip;

import org.cordboard.sip.message.SipRequest;

/// Why a dialog is over.
public sealed interface DialogEnd {
    /// The peer hung up; its Reason and X- headers are in the request.
    record RemoteBye(SipRequest bye) implements DialogEnd {}

    /// We hung up.
    record LocalBye() implements DialogEnd {}

    /// The 200 OK was never acknowledged; BYE has been sent.
    record NoAck() implements DialogEnd {}

    /// No session refresh came in time (RFC 4028); BYE has been sent.
    record SessionExpired() implements DialogEnd {}

    /// The peer says it knows no such dialog (481), or a request in the dialog got no answer (408,
    /// connection lost).
    record PeerGone(int status) implements DialogEnd {}

    /// The stack was closed; BYE has been sent.
    record Closed() implements DialogEnd {}
}
