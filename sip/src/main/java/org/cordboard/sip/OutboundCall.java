package org.cordboard.sip;

/// A call being made. Methods may be called from any thread and return at once.
public interface OutboundCall {
    String callId();

    /// Gives up. CANCEL is sent as soon as the peer has shown life (RFC 3261 section 9.1). If a 200 OK
    /// crosses it, the stack sends ACK and BYE itself. Exactly one of [OutboundHandler#onAnswered] and
    /// [OutboundHandler#onFailed] is called in any case; after cancel it is the latter, with
    /// [CallFailure.Kind#CANCELED]. Does nothing once the call is answered or over.
    void cancel();
}
