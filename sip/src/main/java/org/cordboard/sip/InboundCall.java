package org.cordboard.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.DialogState.DialogId;
import org.cordboard.sip.digest.DigestSecrets;
import org.cordboard.sip.digest.DigestServer.Verdict;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An INVITE that came in, until it is answered. Guarded by the lock of [Core]; the [InboundInvite] methods
/// take it.
final class InboundCall implements InboundInvite, UserAgent.DialogUser, Dispatcher.Cancelable, ServerTransaction.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(InboundCall.class);
    /// A ringing call shows life once a minute, or proxies give up (RFC 3261 section 13.3.1.1).
    private static final Duration REMIND = Duration.ofSeconds(60);

    private final UserAgent ua;
    private final Core core;
    private final ServerTransaction transaction;
    private final SipRequest request;
    private final String localTag;
    private final DialogId id;
    private final Mailbox mailbox = new Mailbox();
    private final List<Runnable> onCancel = new ArrayList<>();
    private final ReliableProvisionals reliable;
    private TimerWheel.@Nullable Timeout expiry;
    private TimerWheel.@Nullable Timeout reminder;
    private boolean open = true;
    private boolean gone;

    InboundCall(UserAgent ua, ServerTransaction transaction) {
        this.ua = ua;
        this.core = ua.core;
        this.transaction = transaction;
        this.request = transaction.request();
        this.localTag = core.ids.tag();
        this.id = new DialogId(request.callId(), localTag, request.fromTag().orElse(""));
        this.reliable = new ReliableProvisionals(core, transaction, this::finish504);
    }

    void start() {
        transaction.user(this);
        transaction.owner(this);
        ua.enter(id, this);
        transaction.answer(SipResponse.to(request, 100, ""));
        String expires = request.headers().first("Expires").orElse("0");
        if (!expires.equals("0")) {
            expiry = core.after(Duration.ofSeconds(Long.parseLong(expires)), this::canceled);
        }
        Thread.ofVirtual().name("sip-invite").start(() -> {
            try {
                ua.listener.onInvite(this);
            } catch (RuntimeException | Error e) {
                LOG.error("The handler of a call failed", e);
                reject(500);
            }
        });
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow source() {
        return transaction.source();
    }

    @Override
    public Optional<String> sdp() {
        return request.sdp();
    }

    @Override
    public void ring() {
        core.execute(() -> provisional(180, null));
    }

    @Override
    public void progress(String sdp) {
        core.execute(() -> provisional(183, sdp));
    }

    private void provisional(int status, @Nullable String sdp) {
        if (!open) {
            return;
        }
        SipResponse response = withDialogHeaders(ua.response(request, status, null, localTag));
        if (sdp != null) {
            response = response.withBody(UserAgent.SDP, Bytes.utf8(sdp));
        }
        core.stop(reminder);
        if (request.headers().lists("Require", "100rel")) {
            reliable.send(response);
        } else {
            transaction.answer(response);
            reminder = core.after(REMIND, () -> provisional(status, sdp));
        }
    }

    /// Contact, Record-Route and abilities: what makes a response create a dialog (RFC 3261 section
    /// 12.1.1).
    private SipResponse withDialogHeaders(SipResponse response) {
        Headers headers = response.headers();
        for (String hop : request.headers().lines("Record-Route")) {
            headers = headers.with("Record-Route", hop);
        }
        boolean secure = UserAgent.secure(request.uri());
        headers = headers.with("Contact", UserAgent.contactHeader(ua.contact(source(), secure)));
        return response.withHeaders(headers.withAll(ua.abilities()));
    }

    @Override
    public Optional<Dialog> answer(String sdp, Headers extra, DialogHandler handler) {
        return core.call(() -> open ? Optional.of(answered(sdp, extra, handler)) : Optional.empty());
    }

    private Dialog answered(String sdp, Headers extra, DialogHandler handler) {
        close();
        SipResponse ok = withDialogHeaders(ua.response(request, 200, null, localTag));
        ok = ok.withHeaders(ok.headers().withAll(extra)).withBody(UserAgent.SDP, Bytes.utf8(sdp));
        Optional<SessionTimer> timer =
                SessionTimer.asUas(request, core.config.timers().sessionExpires());
        if (timer.isPresent()) {
            ok = ok.with("Session-Expires", timer.get().inAnswer());
            ok = timer.get().weRefresh() ? ok : ok.with("Require", "timer");
        }
        DialogState state = DialogState.uas(request, localTag, core.ids.sequence());
        var dialog = new PeerDialog(ua, state, mailbox, source(), adjacent(), Optional.empty());
        dialog.handler(handler);
        dialog.lastPrack(reliable::prack);
        dialog.sessionTimer(timer, sdp);
        ua.enter(id, dialog);
        transaction.user(dialog);
        SipResponse last = ok;
        reliable.whenAcknowledged(() -> {
            transaction.answer(last);
            dialog.acks().await(transaction, request);
        });
        return dialog;
    }

    /// True when no proxy stands between us and the caller.
    private boolean adjacent() {
        return request.headers().values("Via").size() == 1;
    }

    @Override
    public void reject(int status, @Nullable String reason, Headers extra) {
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("a refusal is 300 to 699, was " + status);
        }
        core.execute(() -> finish(status, reason, extra));
    }

    private void finish(int status, @Nullable String reason, Headers extra) {
        if (open) {
            close();
            ua.leave(id, this);
            SipResponse refusal = ua.response(request, status, reason, localTag);
            transaction.answer(refusal.withHeaders(refusal.headers().withAll(extra)));
        }
    }

    private void finish504() {
        if (open) {
            finish(504, null, Headers.NONE);
            tellGone();
        }
    }

    private void close() {
        open = false;
        core.stop(expiry);
        core.stop(reminder);
        if (expiry != null) {
            expiry = null;
        }
    }

    @Override
    public Authentication authenticate(String realm, DigestSecrets secrets) {
        return switch (ua.digest.check(request, true, realm, secrets)) {
            case Verdict.Accepted(String user) -> new Authentication.Accepted(user);
            case Verdict.Wrong _ -> {
                reject(403);
                yield new Authentication.Refused();
            }
            case Verdict.Challenge(List<String> values) -> {
                Headers headers = Headers.NONE;
                for (String value : values) {
                    headers = headers.with("Proxy-Authenticate", value);
                }
                reject(407, null, headers);
                yield new Authentication.Challenged();
            }
        };
    }

    @Override
    public void onCancel(Runnable action) {
        core.execute(() -> {
            if (gone) {
                mailbox.post(action);
            } else {
                onCancel.add(action);
            }
        });
    }

    @Override
    public void canceled() {
        if (open) {
            finish(487, null, Headers.NONE);
            tellGone();
        }
    }

    private void tellGone() {
        gone = true;
        onCancel.forEach(mailbox::post);
        onCancel.clear();
    }

    /// The way back to the caller is broken.
    @Override
    public void failed() {
        if (open) {
            close();
            ua.leave(id, this);
            tellGone();
        }
    }

    /// A request in the early dialog. Nobody takes keys or offers yet; 481 would tell the caller that the call is gone.
    @Override
    public void request(ServerTransaction early) {
        SipRequest inside = early.request();
        switch (inside.method()) {
            case SipRequest.PRACK ->
                early.answer(ua.response(inside, reliable.prack(inside) ? 200 : 481, null, localTag));
            case SipRequest.BYE -> {
                early.answer(ua.response(inside, 200, null, localTag));
                canceled();
            }
            case SipRequest.INVITE, SipRequest.UPDATE -> {
                boolean offers = inside.is(SipRequest.INVITE) || inside.sdp().isPresent();
                SipResponse ok = withDialogHeaders(ua.response(inside, 200, null, localTag));
                SipResponse later = ua.response(inside, 500, null, localTag).with("Retry-After", "5");
                early.answer(offers ? later : ok);
            }
            case SipRequest.OPTIONS, SipRequest.INFO ->
                early.answer(withDialogHeaders(ua.response(inside, 200, null, localTag)));
            default ->
                early.answer(ua.response(inside, 405, null, localTag).with("Allow", UserAgent.ALLOW));
        }
    }

    @Override
    public void ack(SipRequest ack) {
        LOG.debug("ACK before an answer: {}", ack);
    }

    @Override
    public void closing() {
        if (open) {
            finish(503, null, Headers.NONE);
            tellGone();
        }
    }
}
