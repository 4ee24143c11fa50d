package org.cordboard.sip;

import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// Why a request got no success.
///
/// @param status final SIP status; 408 for no answer, 503 for transport or name failures, 487 when canceled
///     before any answer
/// @param response the final response, when the peer sent one; Contact of a 3xx is in it
public record CallFailure(
        Kind kind, int status, String reason, @Nullable SipResponse response) {

    /// Where it went wrong.
    public enum Kind {
        /// The peer refused.
        REFUSED,
        /// The peer points elsewhere (3xx); the stack does not follow by itself.
        REDIRECTED,
        /// We gave up.
        CANCELED,
        /// Nothing came within 64 × T1 (timer B or F).
        TIMEOUT,
        /// The name has no address (RFC 3263).
        DNS,
        /// No connection, or it broke.
        TRANSPORT,
        /// Limits of this stack, or it is closed.
        LOCAL
    }

    /// True when another trunk or a later try may succeed: nothing reached the callee.
    public boolean retryElsewhere() {
        return switch (kind) {
            case TIMEOUT, DNS, TRANSPORT -> true;
            case REFUSED -> status == 503 || status == 502 || status == 500 || status == 408;
            case REDIRECTED, CANCELED, LOCAL -> false;
        };
    }
}
