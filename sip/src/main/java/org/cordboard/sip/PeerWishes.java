package org.cordboard.sip;

import java.util.function.Predicate;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;

/// What the peer may ask within a dialog besides its end, each to whom it concerns. Guarded by the lock of [Core].
final class PeerWishes {
    private final PeerDialog dialog;
    private final DialogOffers offers;
    private final DialogTransfers transfers;
    private Predicate<SipRequest> prack = _ -> false;

    PeerWishes(PeerDialog dialog, DialogOffers offers, DialogTransfers transfers) {
        this.dialog = dialog;
        this.offers = offers;
        this.transfers = transfers;
    }

    /// Asked about a PRACK for a provisional response that was still unacknowledged when the call was
    /// answered.
    void lastPrack(Predicate<SipRequest> acknowledges) {
        prack = acknowledges;
    }

    void dispatch(ServerTransaction transaction, SipRequest request) {
        switch (request.method()) {
            case SipRequest.INVITE -> offers.reinvited(transaction);
            case SipRequest.UPDATE -> offers.updated(transaction);
            case SipRequest.INFO -> {
                dialog.answer(transaction, 200);
                DtmfInfo.parse(request)
                        .ifPresentOrElse(
                                key -> dialog.tell(h -> h.onDtmf(dialog, key.key(), key.durationMillis())),
                                () -> dialog.tell(h -> h.onInfo(dialog, request)));
            }
            case SipRequest.REFER -> transfers.referred(transaction);
            case SipRequest.NOTIFY -> transfers.notified(transaction);
            case SipRequest.OPTIONS -> {
                SipResponse ok = dialog.ua.response(request, 200, null, dialog.localTag());
                transaction.answer(ok.withHeaders(ok.headers().withAll(dialog.ua.abilities())));
            }
            case SipRequest.PRACK -> dialog.answer(transaction, prack.test(request) ? 200 : 481);
            case SipRequest.SUBSCRIBE -> dialog.answer(transaction, 489);
            default -> {
                boolean known = SipRequest.KNOWN_METHODS.contains(request.method());
                transaction.answer(dialog.ua.response(request, known ? 405 : 501, null, dialog.localTag())
                        .with("Allow", UserAgent.ALLOW));
            }
        }
    }
}
