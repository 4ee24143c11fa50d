package org.cordboard.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// Changes of the session within a dialog: re-INVITE and UPDATE both ways, and glare (RFC 3261 section 14). Guarded by the lock of [Core].
final class DialogOffers {
    private static final int GLARE_TRIES = 3;

    private final PeerDialog dialog;
    private final Core core;
    private String localSdp = "";
    private int minimumSeconds = SessionTimer.MIN_SE;
    private boolean asking;
    private long answeredSequence = -1;
    private @Nullable PeerOffer asked;
    private final SessionWatch session;
    private TimerWheel.@Nullable Timeout retry;

    DialogOffers(PeerDialog dialog) {
        this.dialog = dialog;
        this.core = dialog.core;
        this.session = new SessionWatch(dialog, done -> reinvite(localSdp, done));
    }

    void local(String sdp) {
        localSdp = sdp;
    }

    /// An INVITE or re-INVITE went through.
    void agreed(Optional<SessionTimer> timer, String sdp) {
        if (!sdp.isEmpty()) {
            localSdp = sdp;
        }
        session.agreed(timer);
    }

    void stop() {
        session.stop();
        core.stop(retry);
        PeerOffer open = asked;
        asked = null;
        if (open != null) {
            open.refuse(487);
        }
    }

    // --- ours

    void reinvite(String sdp, Consumer<SipResponse> done) {
        attempt(sdp, 1, done);
    }

    private void attempt(String sdp, int tried, Consumer<SipResponse> done) {
        if (!dialog.alive()) {
            done.accept(dialog.gone(SipRequest.INVITE));
        } else if (asking || asked != null || dialog.acks().awaiting()) {
            glare(
                    sdp,
                    tried,
                    dialog.ua.local(dialog.state().request(SipRequest.INVITE, 1, Headers.NONE, Bytes.NONE), 491),
                    done);
        } else {
            asking = true;
            int preferred = (int) core.config.timers().sessionExpires().toSeconds();
            int seconds = Math.max(minimumSeconds, preferred);
            Headers headers = Headers.of("Contact", UserAgent.contactHeader(dialog.contact()))
                    .with("Session-Expires", Integer.toString(seconds))
                    .with("Min-SE", Integer.toString(minimumSeconds))
                    .with("Content-Type", UserAgent.SDP)
                    .withAll(dialog.ua.abilities());
            dialog.send(SipRequest.INVITE, headers, Bytes.utf8(sdp), response -> outcome(sdp, tried, response, done));
        }
    }

    private void outcome(String sdp, int tried, SipResponse response, Consumer<SipResponse> done) {
        if (response.success() && response.cseq().number() == answeredSequence) {
            dialog.acks().repeat(); // the peer repeats its 200 OK
            return;
        }
        asking = false;
        if (response.status() == 491) {
            glare(sdp, tried, response, done);
            return;
        }
        int least = SessionTimer.minimum(response.headers());
        if (response.status() == 422 && least > minimumSeconds && dialog.alive()) {
            minimumSeconds = least; // RFC 4028 section 7.3
            attempt(sdp, tried, done);
            return;
        }
        if (response.success()) {
            answeredSequence = response.cseq().number();
            dialog.refresh(response);
            dialog.acks().answeredBy(response.cseq().number(), true);
            agreed(SessionTimer.asUac(response), sdp);
        }
        done.accept(response);
        dialog.judge(response);
    }

    /// RFC 3261 section 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side up to 2 s.
    private void glare(String sdp, int tried, SipResponse response, Consumer<SipResponse> done) {
        if (tried >= GLARE_TRIES) {
            done.accept(response);
            return;
        }
        boolean ours = dialog.state().remoteSequence() < 0;
        int tens = ours
                ? ThreadLocalRandom.current().nextInt(210, 401)
                : ThreadLocalRandom.current().nextInt(1, 201);
        retry = core.after(Duration.ofMillis(tens * 10L), () -> attempt(sdp, tried + 1, done));
    }

    // --- theirs

    void reinvited(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (asking || dialog.acks().awaiting()) {
            dialog.answer(transaction, 491);
        } else if (asked != null) {
            retryLater(transaction);
        } else if (tooShort(request)) {
            refuseInterval(transaction);
        } else {
            ask(transaction);
        }
    }

    void updated(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        boolean offer = request.sdp().isPresent();
        if (offer && asking) {
            dialog.answer(transaction, 491);
        } else if (offer && asked != null) {
            retryLater(transaction);
        } else if (tooShort(request)) {
            refuseInterval(transaction);
        } else if (offer) {
            ask(transaction);
        } else {
            accept(transaction, null);
            if (request.contentType().isPresent()) {
                dialog.tell(h -> h.onUpdate(dialog, request));
            }
        }
    }

    private void retryLater(ServerTransaction transaction) {
        transaction.answer(dialog.ua
                .response(transaction.request(), 500, null, dialog.localTag())
                .with(
                        "Retry-After",
                        Integer.toString(ThreadLocalRandom.current().nextInt(0, 11))));
    }

    private static boolean tooShort(SipRequest request) {
        int seconds = SessionTimer.requested(request);
        return seconds > 0 && seconds < SessionTimer.MIN_SE;
    }

    private void refuseInterval(ServerTransaction transaction) {
        transaction.answer(dialog.ua
                .response(transaction.request(), 422, null, dialog.localTag())
                .with("Min-SE", Integer.toString(SessionTimer.MIN_SE)));
    }

    private void ask(ServerTransaction transaction) {
        var offer = new PeerOffer(transaction);
        asked = offer;
        transaction.user(offer);
        dialog.tell(h -> h.onOffer(dialog, offer));
    }

    /// 200 OK to a re-INVITE or UPDATE; target and session timer follow the request.
    private void accept(ServerTransaction transaction, @Nullable String sdp) {
        SipRequest request = transaction.request();
        dialog.refresh(request);
        SipResponse ok = dialog.ua
                .response(request, 200, null, dialog.localTag())
                .with("Contact", UserAgent.contactHeader(dialog.contact()));
        ok = ok.withHeaders(ok.headers().withAll(dialog.ua.abilities()));
        Optional<SessionTimer> timer =
                SessionTimer.asUas(request, core.config.timers().sessionExpires());
        if (timer.isPresent()) {
            ok = ok.with("Session-Expires", timer.get().inAnswer());
            ok = timer.get().weRefresh() ? ok : ok.with("Require", "timer");
        }
        if (sdp != null) {
            ok = ok.withBody(UserAgent.SDP, Bytes.utf8(sdp));
        }
        transaction.answer(ok);
        agreed(timer, sdp == null ? "" : sdp);
        if (request.is(SipRequest.INVITE)) {
            dialog.acks().await(transaction, request);
        }
    }

    /// A re-INVITE or UPDATE that waits for its answer.
    private final class PeerOffer implements DialogHandler.Offer, Dispatcher.Cancelable, UserAgent.DialogUser {
        private final ServerTransaction transaction;
        private final SipRequest request;

        PeerOffer(ServerTransaction transaction) {
            this.transaction = transaction;
            this.request = transaction.request();
        }

        @Override
        public SipRequest request() {
            return request;
        }

        @Override
        public Optional<String> sdp() {
            return request.sdp();
        }

        @Override
        public void answer(String sdp) {
            core.execute(() -> {
                if (asked == this) {
                    asked = null;
                    accept(transaction, sdp);
                }
            });
        }

        @Override
        public void reject(int status) {
            core.execute(() -> {
                if (asked == this) {
                    asked = null;
                    refuse(status);
                }
            });
        }

        private void refuse(int status) {
            if (transaction.unanswered()) {
                dialog.answer(transaction, status);
            }
        }

        @Override
        public void canceled() {
            if (asked == this) {
                asked = null;
                refuse(487);
            }
        }

        /// An ACK of the re-INVITE that came on its own branch.
        @Override
        public void ack(SipRequest ack) {
            dialog.ack(ack);
        }

        @Override
        public void request(ServerTransaction other) {
            dialog.request(other);
        }

        @Override
        public void closing() {
            dialog.closing();
        }
    }
}
