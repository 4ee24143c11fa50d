package org.cordboard.sip;

import java.util.concurrent.CompletableFuture;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// An answered call with one peer (RFC 3261 section 12). Methods may be called from any thread and return
/// at once. Futures complete on a virtual thread, never exceptionally: a failed request gives a response
/// made here (408 no answer, 503 no connection, 481 dialog over, 491 another offer under way).
/// [DialogHandler] calls come one at a time, in order.
public interface Dialog {
    String callId();

    String localTag();

    String remoteTag();

    /// Our side, as in From of our requests.
    NameAddress local();

    /// The peer, as in To of our requests.
    NameAddress remote();

    /// Where the peer's last message came from.
    Flow flow();

    boolean ended();

    /// Ends the call with BYE; a second call does nothing. [DialogHandler#onEnded] follows with
    /// [DialogEnd.LocalBye] when the peer has answered or time is up. `extra` may hold Reason and X-
    /// headers.
    void bye(Headers extra);

    default void bye() {
        bye(Headers.NONE);
    }

    /// Re-INVITE with a new offer (hold, resume, new codec). A 491 is retried as RFC 3261 section 14.1
    /// says, up to three times, before it is given back. On 2xx the peer's answer is in
    /// [SipResponse#sdp()]; the ACK has been sent.
    CompletableFuture<SipResponse> reinvite(String sdp);

    /// UPDATE with a body that changes nothing of the session, such as metadata (RFC 3311; RFC 7866 section 9.1).
    CompletableFuture<SipResponse> update(BodyPart part);

    /// Gives our answer when the peer's 200 OK held its offer (outbound call without SDP): sends the ACK.
    void acknowledge(String sdp);

    /// INFO with any body (RFC 6086, legacy use).
    CompletableFuture<SipResponse> info(String contentType, String body);

    /// One DTMF key as INFO with `application/dtmf-relay`.
    ///
    /// @param key 0-9, *, #, A-D
    /// @param durationMillis 40 to 5000
    default CompletableFuture<SipResponse> dtmf(char key, int durationMillis) {
        return info("application/dtmf-relay", "Signal=" + key + "\r\nDuration=" + durationMillis + "\r\n");
    }

    /// Asks the peer to call someone else (RFC 3515). The future brings the answer to REFER (202 or a
    /// refusal).
    ///
    /// @param target with headers in the URI for attended transfer (`Replaces`)
    /// @param progress told the status lines the peer reports by NOTIFY, on the dialog's virtual thread
    CompletableFuture<SipResponse> refer(Uri target, Headers extra, ReferProgress progress);

    /// Progress of a transfer we asked for.
    @FunctionalInterface
    interface ReferProgress {
        /// @param status of the `message/sipfrag` status line, 100 to 699
        /// @param last true when the subscription ended: nothing follows
        void onNotify(int status, @Nullable String reason, boolean last);
    }
}
