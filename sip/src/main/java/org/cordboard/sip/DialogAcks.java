package org.cordboard.sip;

import java.util.Optional;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ACKs of a dialog: ours for the peer's 2xx, theirs for ours, and the BYE that has to wait for one (RFC
/// 3261 sections 13.2.2.4, 13.3.1.4 and 15). Guarded by the lock of [Core].
final class DialogAcks {
    private static final Logger LOG = LoggerFactory.getLogger(DialogAcks.class);

    private final PeerDialog dialog;
    private final DialogRoute route;
    private final Core core;
    private Headers credentials = Headers.NONE;
    private long sequence;
    private byte @Nullable [] own;
    private @Nullable Flow way;
    private @Nullable RepeatedAnswer waiting;
    private @Nullable Headers byeAfterwards;

    DialogAcks(PeerDialog dialog, DialogRoute route) {
        this.dialog = dialog;
        this.route = route;
        this.core = dialog.core;
    }

    /// Authorization headers of the INVITE, which its ACK repeats (RFC 3261 section 22.1).
    void credentials(Headers given) {
        credentials = given;
    }

    // --- ours

    /// Our INVITE of this number was answered.
    void answeredBy(long number, boolean offerWasOurs) {
        sequence = number;
        own = null;
        if (offerWasOurs) {
            send(credentials, Bytes.NONE);
        }
    }

    /// Sends the ACK with our answer, once.
    boolean answer(String sdp) {
        if (own != null) {
            return false;
        }
        send(credentials.with("Content-Type", UserAgent.SDP), Bytes.utf8(sdp));
        return true;
    }

    private void send(Headers extra, byte[] body) {
        SipRequest request = dialog.state().request(SipRequest.ACK, sequence, extra, body);
        route.choose(dialog.state().nextHop(), flow -> {
            way = flow;
            own = MessageWriter.bytes(dialog.ua.via(request, flow, core.ids.branch()));
            repeat();
        });
    }

    /// The peer has not got our ACK: it repeats its 2xx.
    void repeat() {
        if (own != null && way != null) {
            core.sent.increment();
            core.wire().send(way, own, () -> LOG.debug("ACK could not be sent"));
        }
    }

    // --- theirs

    /// Our 2xx was sent; it is repeated until the peer's ACK (RFC 3261 section 13.3.1.4).
    void await(ServerTransaction transaction, SipRequest answered) {
        stop();
        waiting = new RepeatedAnswer(core, transaction, answered, () -> {
            waiting = null;
            dialog.hangUp(byeAfterwards == null ? Headers.NONE : byeAfterwards, new DialogEnd.NoAck());
        });
    }

    boolean awaiting() {
        return waiting != null;
    }

    /// Keeps the first BYE until the ACK has come or is given up; false when none is awaited (section 15).
    boolean holdBack(Headers bye) {
        if (waiting == null) {
            return false;
        }
        if (byeAfterwards == null) {
            byeAfterwards = bye;
        }
        return true;
    }

    void arrived(SipRequest acknowledgement) {
        RepeatedAnswer answered = waiting;
        if (answered == null || !answered.isFor(acknowledgement)) {
            return;
        }
        stop();
        Optional<String> answer = answered.offeredByUs() ? acknowledgement.sdp() : Optional.empty();
        if (!dialog.ended()) {
            dialog.tell(h -> h.onAck(dialog, answer));
        }
        if (byeAfterwards != null) {
            dialog.hangUp(byeAfterwards, new DialogEnd.LocalBye());
        }
    }

    void stop() {
        if (waiting != null) {
            waiting.stop();
            waiting = null;
        }
    }
}
