package org.cordboard.sip;

import org.cordboard.sip.message.SipResponse;

/// How a call we make goes. Calls come on virtual threads, one at a time and in order per call, and the
/// dialog's handler continues on the same line.
public interface OutboundHandler {

    /// The next hop has shown life, by 100 Trying or more; once for each place that is tried.
    default void onTrying() {}

    /// 101 to 199; early media is in [SipResponse#sdp()].
    default void onProgress(SipResponse response) {}

    /// The callee answered; its SDP is in `response`. The ACK has been sent, unless the call was made
    /// without an offer: then [Dialog#acknowledge] sends it.
    ///
    /// @return what handles the dialog from here on
    DialogHandler onAnswered(Dialog dialog, SipResponse response);

    /// The call did not come about; nothing follows.
    void onFailed(CallFailure failure);
}
