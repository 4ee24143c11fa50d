package org.cordboard.sip;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.Parameters;
import org.cordboard.sip.message.SipMessage;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;

/// An answered call: takes the requests of one dialog and ends it. What it sends, its ACKs, offers with
/// their timers, and transfers have classes of their own beside it. Guarded by the lock of [Core]; the [Dialog] methods take it.
final class PeerDialog implements Dialog, UserAgent.DialogUser {
    final UserAgent ua;
    final Core core;
    private final Mailbox mailbox;
    private final DialogRoute route;
    private final DialogOffers offers;
    private final DialogTransfers transfers;
    private final DialogRequests requests;
    private final DialogAcks acks;
    private final PeerWishes wishes;
    private volatile DialogHandler handler = new DialogHandler() {};
    private volatile DialogState state;
    private volatile boolean ended;
    private Parameters features = Parameters.NONE;
    private boolean byeSent;

    /// @param pinned the peer is next to us: requests may go where its messages came from
    PeerDialog(
            UserAgent ua,
            DialogState state,
            Mailbox mailbox,
            Flow flow,
            boolean pinned,
            Optional<DigestClient> digest) {
        this.ua = ua;
        this.core = ua.core;
        this.state = state;
        this.mailbox = mailbox;
        this.route = new DialogRoute(ua, flow, pinned);
        this.requests = new DialogRequests(this, route, digest);
        this.acks = new DialogAcks(this, route);
        this.offers = new DialogOffers(this);
        this.transfers = new DialogTransfers(this);
        this.wishes = new PeerWishes(this, offers, transfers);
    }

    /// What our Contact says of us as long as the dialog lasts.
    void features(Parameters told) {
        features = told;
    }

    void handler(DialogHandler told) {
        handler = told;
    }

    void sessionTimer(Optional<SessionTimer> timer, String localSdp) {
        offers.agreed(timer, localSdp);
    }

    void lastPrack(Predicate<SipRequest> acknowledges) {
        wishes.lastPrack(acknowledges);
    }

    DialogState state() {
        return state;
    }

    /// Posts a call to the handler.
    void tell(Consumer<DialogHandler> call) {
        mailbox.post(() -> call.accept(handler));
    }

    void later(Runnable callback) {
        mailbox.post(callback);
    }

    @Override
    public String callId() {
        return state.id().callId();
    }

    @Override
    public String localTag() {
        return state.id().localTag();
    }

    @Override
    public String remoteTag() {
        return state.id().remoteTag();
    }

    @Override
    public NameAddress local() {
        return state.local();
    }

    @Override
    public NameAddress remote() {
        return state.remote();
    }

    @Override
    public Flow flow() {
        return route.flow();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /// False once a BYE went either way.
    boolean alive() {
        return !ended && !byeSent;
    }

    NameAddress contact() {
        SipUri uri = ua.contact(route.flow(), UserAgent.secure(state.remoteTarget()));
        return new NameAddress(null, uri, features);
    }

    // --- sending

    /// The state with the next number of ours taken.
    DialogState numbered() {
        DialogState next = state.withLocalSequence(state.localSequence() + 1);
        state = next;
        return next;
    }

    /// Sends a request in the dialog and gives the final response, or one made here, to `done`. Meets two
    /// challenges.
    void send(String method, Headers extra, byte[] body, Consumer<SipResponse> done) {
        requests.send(method, extra, body, done);
    }

    /// The same for callers outside; a response that says the dialog is gone ends it (RFC 3261 section
    /// 12.2.1.2).
    private CompletableFuture<SipResponse> request(String method, Headers extra, byte[] body) {
        var result = new CompletableFuture<SipResponse>();
        core.execute(() -> {
            if (!alive()) {
                complete(result, gone(method));
                return;
            }
            send(method, extra, body, response -> {
                complete(result, response);
                judge(response);
            });
        });
        return result;
    }

    /// A 481 we make ourselves when nothing can be sent any more.
    SipResponse gone(String method) {
        return ua.local(state.request(method, state.localSequence(), Headers.NONE, Bytes.NONE), 481);
    }

    void complete(CompletableFuture<SipResponse> future, SipResponse response) {
        mailbox.post(() -> future.complete(response));
    }

    /// 481 and 408 mean that the peer has lost the dialog.
    void judge(SipResponse response) {
        if ((response.status() == 481 || response.status() == 408) && alive()) {
            hangUp(Headers.NONE, new DialogEnd.PeerGone(response.status()));
        }
    }

    @Override
    public CompletableFuture<SipResponse> info(String contentType, String body) {
        return request(SipRequest.INFO, Headers.of("Content-Type", contentType), Bytes.utf8(body));
    }

    @Override
    public CompletableFuture<SipResponse> update(BodyPart part) {
        Headers headers = Headers.of("Contact", UserAgent.contactHeader(contact()))
                .with("Content-Type", part.contentType())
                .withAll(ua.abilities());
        return request(
                SipRequest.UPDATE,
                part.disposition().isEmpty() ? headers : headers.with("Content-Disposition", part.disposition()),
                Bytes.utf8(part.text()));
    }

    @Override
    public CompletableFuture<SipResponse> reinvite(String sdp) {
        var result = new CompletableFuture<SipResponse>();
        core.execute(() -> offers.reinvite(sdp, response -> complete(result, response)));
        return result;
    }

    @Override
    public CompletableFuture<SipResponse> refer(Uri target, Headers extra, ReferProgress progress) {
        var result = new CompletableFuture<SipResponse>();
        core.execute(() -> transfers.refer(target, extra, progress, response -> complete(result, response)));
        return result;
    }

    // --- ACKs

    DialogAcks acks() {
        return acks;
    }

    @Override
    public void acknowledge(String sdp) {
        core.execute(() -> {
            if (!ended && acks.answer(sdp)) {
                offers.local(sdp);
            }
        });
    }

    @Override
    public void ack(SipRequest acknowledgement) {
        acks.arrived(acknowledgement);
    }

    // --- the end

    @Override
    public void bye(Headers extra) {
        core.execute(() -> {
            if (alive() && !acks.holdBack(extra)) {
                hangUp(extra, new DialogEnd.LocalBye());
            }
        });
    }

    /// Sends BYE; the dialog is over when it is answered or given up.
    void hangUp(Headers extra, DialogEnd why) {
        if (alive()) {
            byeSent = true;
            quiet();
            Headers headers = extra.has("Reason") ? extra : extra.withAll(why.reason());
            send(SipRequest.BYE, headers, Bytes.NONE, _ -> end(why));
        }
    }

    private void quiet() {
        offers.stop();
        transfers.stop();
        acks.stop();
    }

    private void end(DialogEnd why) {
        if (!ended) {
            ended = true;
            quiet();
            ua.leave(state.id(), this);
            tell(h -> h.onEnded(this, why));
        }
    }

    @Override
    public void closing() {
        if (!ended) {
            hangUp(Headers.NONE, new DialogEnd.Closed());
            end(new DialogEnd.Closed());
        }
    }

    // --- what the peer asks

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        long sequence = request.cseq().number();
        if (state.remoteSequence() >= 0 && sequence <= state.remoteSequence()) {
            answer(transaction, 500); // RFC 3261 section 12.2.2: out of order
            return;
        }
        state = state.withRemoteSequence(sequence);
        route.heardFrom(transaction.source());
        if (request.is(SipRequest.BYE)) {
            answer(transaction, 200);
            end(new DialogEnd.RemoteBye(request));
        } else if (!alive()) {
            answer(transaction, 481);
        } else {
            wishes.dispatch(transaction, request);
        }
    }

    void answer(ServerTransaction transaction, int status) {
        transaction.answer(ua.response(transaction.request(), status, null, localTag()));
    }

    /// The peer's Contact may have moved.
    void refresh(SipMessage message) {
        state = state.refreshed(message);
    }
}
