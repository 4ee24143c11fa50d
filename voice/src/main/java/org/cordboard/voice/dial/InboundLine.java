package org.cordboard.voice.dial;

import java.util.Map;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.message.Headers;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.jspecify.annotations.Nullable;

/// A caller's line.
final class InboundLine extends SipLeg {
    private final InboundInvite invite;
    private final LegTerms.@Nullable Agreed agreed;
    private volatile @Nullable Dialog dialog;

    /// @param agreed what their offer led to, null when they want ours
    InboundLine(
            InboundInvite invite,
            LegTerms terms,
            LegTerms.@Nullable Agreed agreed,
            Leg leg,
            RtpEndpoint endpoint,
            Legs.Progress progress) {
        super(leg, endpoint, terms, progress);
        this.invite = invite;
        this.agreed = agreed;
    }

    @Override
    public void ring() {
        invite.ring();
    }

    /// Lets an unanswered caller hear what comes before the answer (183 with our description).
    ///
    /// @return false when it is too late, or the caller wants our offer first
    boolean early() {
        if (agreed == null || dialog != null) {
            return false;
        }
        invite.progress(agreed.sdp());
        agree(agreed.remote());
        return true;
    }

    @Override
    public boolean answer() {
        var sdp = agreed == null ? terms().offer() : agreed.sdp();
        var answered = invite.answer(sdp, Headers.NONE, this);
        if (answered.isEmpty()) {
            return false;
        }
        dialog = answered.get();
        if (agreed != null) {
            agree(agreed.remote());
        }
        return true;
    }

    @Override
    public void close(int status, Map<String, String> headers) {
        var open = dialog;
        if (open == null) {
            invite.reject(status, null, headers(headers));
        } else {
            open.bye(headers(headers));
        }
    }

    @Override
    @Nullable
    Dialog dialog() {
        return dialog;
    }
}
