package org.cordboard.voice.dial;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogEnd;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.Uri;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.leg.TransferWish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an answered SIP leg does, whichever side called: offers, keys, transfers, the end. Called on the dialog's own
/// line of virtual threads.
abstract class SipLeg implements Line, DialogHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SipLeg.class);
    private static final int NOT_ACCEPTABLE = 488;
    private static final int DECLINED = 603;

    final Leg leg;
    final RtpEndpoint endpoint;
    private volatile LegTerms terms;
    private final Legs.Progress progress;
    private volatile @Nullable RemoteMedia remote;
    private volatile boolean keysInAudio;

    SipLeg(Leg leg, RtpEndpoint endpoint, LegTerms terms, Legs.Progress progress) {
        this.leg = leg;
        this.endpoint = endpoint;
        this.terms = terms;
        this.progress = progress;
    }

    final LegTerms terms() {
        return terms;
    }

    /// From now on the leg speaks by the terms that its far end accepted.
    final void terms(LegTerms agreed) {
        terms = agreed;
    }

    final Legs.Progress progress() {
        return progress;
    }

    final void agree(RemoteMedia agreed) {
        remote = agreed;
        endpoint.detectInBandDigits(agreed.telephoneEvent() == RemoteMedia.NO_TELEPHONE_EVENT);
        endpoint.connect(agreed);
    }

    /// A key came as RFC 4733 or as a tone: INFO for the same key would count it twice.
    final void keyHeard() {
        keysInAudio = true;
    }

    final boolean held() {
        var agreed = remote;
        return agreed != null && !agreed.direction().receives();
    }

    abstract @Nullable Dialog dialog();

    @Override
    public void onAck(Dialog dialog, Optional<String> sdp) {
        if (sdp.isPresent()) {
            // To an answer that is none of ours there can be no audio: the call ends instead of staying dumb.
            terms.accepted(sdp.get())
                    .ifPresentOrElse(this::agree, () -> leg.release(CallStatus.FAILED, NOT_ACCEPTABLE));
        }
    }

    @Override
    public void onOffer(Dialog dialog, Offer offer) {
        if (offer.sdp().isEmpty()) {
            offer.answer(terms.offer());
            return;
        }
        terms.answer(offer.sdp().get())
                .ifPresentOrElse(
                        agreed -> {
                            offer.answer(agreed.sdp());
                            agree(agreed.remote());
                        },
                        () -> offer.reject(NOT_ACCEPTABLE));
    }

    @Override
    public void onDtmf(Dialog dialog, char key, int durationMillis) {
        if (!keysInAudio) {
            leg.inbox().post(new Signal.Digit(key));
        }
    }

    @Override
    public void onRefer(Dialog dialog, Transfer transfer) {
        if (!leg.transferRequested(new PeerTransfer(transfer))) {
            transfer.reject(DECLINED);
        }
    }

    @Override
    public void onEnded(Dialog dialog, DialogEnd end) {
        LOG.debug("{} ended: {}", leg, end.getClass().getSimpleName());
        if (end instanceof DialogEnd.RemoteBye(var bye)) {
            bye.headers().forEach(field -> {
                if (field.name().startsWith("X-")) {
                    leg.farHeader(field.name(), field.value());
                }
            });
        }
        progress.ended(CallStatus.COMPLETED, 200);
    }

    @Override
    public boolean refers() {
        return true;
    }

    @Override
    public CompletableFuture<Referred> refer(String target) {
        var open = dialog();
        if (open == null) {
            return CompletableFuture.completedFuture(new Referred(481, 0));
        }
        Uri uri;
        try {
            uri = Uri.parse(target);
        } catch (Malformed _) {
            return CompletableFuture.completedFuture(new Referred(400, 0));
        }
        var outcome = new CompletableFuture<Referred>();
        open.refer(uri, Headers.NONE, (status, _, last) -> {
                    if (last || status >= 200) {
                        outcome.complete(new Referred(202, status));
                    }
                })
                .thenAccept(response -> {
                    if (!response.success()) {
                        outcome.complete(new Referred(response.status(), 0));
                    }
                });
        return outcome;
    }

    static Headers headers(Map<String, String> values) {
        var headers = Headers.NONE;
        for (var entry : values.entrySet()) {
            if (entry.getKey().regionMatches(true, 0, "X-", 0, 2)) {
                headers = headers.with(entry.getKey(), entry.getValue());
            }
        }
        return headers;
    }

    /// A transfer as the leg's program sees it.
    private record PeerTransfer(Transfer transfer) implements TransferWish {
        @Override
        public String target() {
            return transfer.target().toString();
        }

        @Override
        public void accept() {
            transfer.accept();
        }

        @Override
        public void refuse() {
            transfer.reject(DECLINED);
        }

        @Override
        public void report(int status) {
            transfer.report(status, status == 200 ? "OK" : "Failed");
        }
    }
}
