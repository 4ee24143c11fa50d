package org.cordboard.sip;

import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;

/// Why a dialog is over.
public sealed interface DialogEnd {

    /// What our BYE gives as its Reason (RFC 3326) where the owner of the dialog names none.
    default Headers reason() {
        return switch (this) {
            case LocalBye _ -> Headers.of("Reason", "Q.850;cause=16;text=\"Normal call clearing\"");
            case NoAck _ -> Headers.of("Reason", "SIP;cause=408;text=\"No ACK came\"");
            case SessionExpired _ -> Headers.of("Reason", "SIP;cause=408;text=\"Session timer expired\"");
            case PeerGone(int status) -> Headers.of("Reason", "SIP;cause=" + status);
            case Closed _ -> Headers.of("Reason", "SIP;cause=503;text=\"The server is closing\"");
            case RemoteBye _ -> Headers.NONE;
        };
    }

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
