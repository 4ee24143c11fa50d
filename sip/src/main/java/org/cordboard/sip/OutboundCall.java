package org.cordboard.sip;

import org.cordboard.sip.message.Headers;

/// A call being made. Methods may be called from any thread and return at once.
public interface OutboundCall {
    String callId();

    /// As [#cancel(Headers)], without a word.
    default void cancel() {
        cancel(Headers.NONE);
    }

    /// Gives up. CANCEL is sent as soon as the peer has shown life (RFC 3261 section 9.1). If a 200 OK
    /// crosses it, the stack sends ACK and BYE itself. Exactly one of [OutboundHandler#onAnswered] and
    /// [OutboundHandler#onFailed] is called in any case; after cancel it is the latter, with
    /// [CallFailure.Kind#CANCELED]. Does nothing once the call is answered or over.
    ///
    /// @param extra for the CANCEL, such as a Reason (RFC 3326) that keeps a phone from counting a call as missed
    void cancel(Headers extra);
}
