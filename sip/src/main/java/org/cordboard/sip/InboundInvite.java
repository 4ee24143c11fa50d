package org.cordboard.sip;

import java.util.Optional;
import org.cordboard.sip.digest.DigestSecrets;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/// A call that comes in and is not answered yet (UAS side of RFC 3261 section 13.3). All methods may be
/// called from any thread, return at once and never wait for the network. After a final answer, or once the
/// caller has canceled, the answering methods do nothing, so a race with CANCEL needs no care; [#answer]
/// then gives an empty result.
public interface InboundInvite {

    /// The INVITE as it came, with `received` and `rport` filled in.
    SipRequest request();

    /// Where it really came from.
    Flow source();

    /// The offer; empty when the caller wants ours (delayed offer).
    Optional<String> sdp();

    /// 180 Ringing. Sent reliably (RFC 3262) when the caller requires it.
    void ring();

    /// 183 Session Progress with an answer, for early media.
    void progress(String sdp);

    /// 200 OK, repeated until the ACK arrives; if it never does the dialog is ended with BYE after 64 × T1
    /// and [DialogHandler#onEnded] tells [DialogEnd.NoAck].
    ///
    /// @param sdp our answer, or our offer when [#sdp()] is empty; the ACK then brings the answer to
    ///     [DialogHandler#onAck]
    /// @param handler told what happens in the dialog from now on
    /// @return the dialog; empty when the call was over already
    Optional<Dialog> answer(String sdp, Headers extra, DialogHandler handler);

    default Optional<Dialog> answer(String sdp, DialogHandler handler) {
        return answer(sdp, Headers.NONE, handler);
    }

    /// A final refusal.
    ///
    /// @param status 300 to 699
    /// @param reason reason phrase, null for the usual one
    void reject(int status, @Nullable String reason, Headers extra);

    default void reject(int status) {
        reject(status, null, Headers.NONE);
    }

    /// Checks the caller's digest credentials. When there are none or they are stale, a fresh challenge has
    /// been sent as 407 and the call is over (the caller comes back with a new INVITE); when they are
    /// wrong, 403 has been sent.
    Authentication authenticate(String realm, DigestSecrets secrets);

    /// Runs `action` on a virtual thread, at most once, when the caller gives up (CANCEL) or the INVITE can
    /// no longer be answered; at once if that has happened already. 487 has been sent by then.
    void onCancel(Runnable action);

    /// The verdict of [#authenticate].
    sealed interface Authentication {
        record Accepted(String user) implements Authentication {}

        record Challenged() implements Authentication {}

        record Refused() implements Authentication {}
    }
}
