package org.cordboard.sip;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// One INVITE to one place: its transaction, the early dialogs it opens, and their end when nobody wants
/// them. Guarded by the lock of [Core].
final class InviteAttempt implements ClientTransaction.Owner {
    private final UserAgent ua;
    private final OutboundLeg leg;
    private final Flow flow;
    private final SipRequest bare;
    private final Map<String, Early> early = new HashMap<>();
    private final Set<String> hungUp = new HashSet<>();
    private @Nullable ClientTransaction transaction;
    private boolean heard;
    private boolean canceling;
    private boolean cancelSent;
    private Headers cancelHeaders = Headers.NONE;

    /// @param lastReliable RSeq of the last provisional response acknowledged, RFC 3262 section 4
    private record Early(DialogState state, long lastReliable) {}

    InviteAttempt(UserAgent ua, OutboundLeg leg, Flow flow, SipRequest bare) {
        this.ua = ua;
        this.leg = leg;
        this.flow = flow;
        this.bare = bare;
    }

    void start() {
        if (ua.core.wire().listening(flow.transport()).isEmpty()) {
            leg.failed(this, 503);
        } else {
            transaction = ua.send(bare, flow, this);
        }
    }

    Flow flow() {
        return flow;
    }

    boolean heard() {
        return heard;
    }

    /// The INVITE as it was sent; the one without Via before that.
    SipRequest request() {
        return transaction == null ? bare : transaction.request();
    }

    @Override
    public void response(SipResponse response) {
        if (response.provisional()) {
            provisional(response);
        } else {
            leg.response(this, response);
        }
    }

    @Override
    public void failed(int status) {
        leg.failed(this, status);
    }

    private void provisional(SipResponse response) {
        if (!heard) {
            heard = true;
            leg.heard(this);
        }
        if (canceling) {
            sendCancel();
        } else if (!response.headers().lists("Require", "100rel") || acknowledgeReliably(response)) {
            leg.response(this, response);
        }
    }

    /// PRACK, RFC 3262 section 4. False when this response was seen before or comes out of order.
    private boolean acknowledgeReliably(SipResponse response) {
        String text = response.headers().first("RSeq").orElse("");
        if (!text.matches("[0-9]{1,10}") || response.to().tag().isEmpty()) {
            return true;
        }
        long number = Long.parseLong(text);
        String tag = response.to().tag().orElseThrow();
        Early known = early.get(tag);
        if (known != null && number != known.lastReliable + 1) {
            return false;
        }
        DialogState state = known == null ? DialogState.uac(request(), response) : known.state;
        DialogState next = state.withLocalSequence(state.localSequence() + 1);
        early.put(tag, new Early(next, number));
        SipRequest prack = next.request(
                SipRequest.PRACK,
                next.localSequence(),
                Headers.of("RAck", number + " " + bare.cseq()),
                Bytes.NONE);
        ua.send(prack, flow, new Unwatched());
        return true;
    }

    /// The dialog a 2xx makes, numbered on from the early one.
    DialogState dialog(SipResponse response) {
        DialogState state = DialogState.uac(request(), response);
        Early prior = early.get(state.id().remoteTag());
        return prior == null ? state : state.withLocalSequence(prior.state.localSequence());
    }

    /// CANCEL, as soon as the peer has shown life (RFC 3261 section 9.1).
    void cancel(Headers extra) {
        canceling = true;
        cancelHeaders = extra;
        if (heard) {
            sendCancel();
        }
    }

    private void sendCancel() {
        if (!cancelSent && transaction != null) {
            cancelSent = true;
            ua.transactions.send(InviteRequests.cancelOf(transaction.request(), cancelHeaders), flow, new Unwatched());
            leg.canceled(this);
        }
    }

    /// A 200 OK nobody wants any more: acknowledged and hung up (RFC 3261 sections 9.1 and 13.2.2.4).
    void hangUp(SipResponse response, Headers credentials) {
        DialogState state = dialog(response);
        SipRequest ack = state.request(SipRequest.ACK, bare.cseq().number(), credentials, Bytes.NONE);
        ua.core.sent.increment();
        ua.core.wire().send(flow, MessageWriter.bytes(ua.via(ack, flow, ua.core.ids.branch())), () -> {});
        if (hungUp.add(state.id().remoteTag())) {
            SipRequest bye = state.request(SipRequest.BYE, state.localSequence() + 1, Headers.NONE, Bytes.NONE);
            ua.send(bye, flow, new Unwatched());
        }
    }

    /// For requests whose outcome changes nothing.
    private static final class Unwatched implements ClientTransaction.Owner {
        @Override
        public void response(SipResponse response) {}

        @Override
        public void failed(int status) {}
    }
}
