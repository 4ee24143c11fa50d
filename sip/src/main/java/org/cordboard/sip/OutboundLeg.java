package org.cordboard.sip;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.sip.CallFailure.Kind;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// A call we make, until it is answered or has failed (UAC side of RFC 3261 section 13.2). Tries the places
/// its URI leads to in order, one [InviteAttempt] each, and settles races. Guarded by the lock of [Core].
final class OutboundLeg implements OutboundCall {
    private static final int DATAGRAM_BYTES_MAX = 1300;
    /// How often T1 a silent place is waited for while there are others: 4 s.
    private static final int PATIENCE_T1 = 8;

    private final UserAgent ua;
    private final Core core;
    private final OutboundInvite invite;
    private final OutboundHandler handler;
    private final InviteRequests requests;
    private final Mailbox mailbox = new Mailbox();
    private List<Flow> targets = List.of();
    private int target;
    private @Nullable InviteAttempt current;
    private @Nullable PeerDialog dialog;
    private boolean canceling;
    private boolean over;

    OutboundLeg(UserAgent ua, OutboundInvite invite, OutboundHandler handler) {
        this.ua = ua;
        this.core = ua.core;
        this.invite = invite;
        this.handler = handler;
        this.requests = new InviteRequests(ua, invite);
    }

    @Override
    public String callId() {
        return requests.callId();
    }

    void start() {
        if (core.closed() || ua.transactions.full() || ua.dialogsFull()) {
            fail(Kind.LOCAL, 503, "overloaded", null);
        } else if (invite.flow() != null) {
            tryAll(List.of(invite.flow()));
        } else {
            Uri hop = invite.route().isEmpty()
                    ? invite.requestUri()
                    : invite.route().getFirst();
            ua.resolve(hop, this::tryAll);
        }
    }

    private void tryAll(List<Flow> found) {
        if (canceling) {
            fail(Kind.CANCELED, 487, "canceled", null);
        } else if (found.isEmpty()) {
            fail(Kind.DNS, 503, "the address leads nowhere", null);
        } else {
            targets = withTcpForLargeRequests(found);
            target = 0;
            attempt();
        }
    }

    /// RFC 3261 section 18.1.1: a request near the path's packet size goes over TCP; UDP stays as the
    /// second try.
    private List<Flow> withTcpForLargeRequests(List<Flow> found) {
        int size = MessageWriter.bytes(requests.towards(found.getFirst())).length + 200;
        if (size <= DATAGRAM_BYTES_MAX || core.wire().listening(Transport.TCP).isEmpty() || invite.flow() != null) {
            return found;
        }
        List<Flow> widened = new ArrayList<>();
        for (Flow flow : found) {
            if (flow.transport() == Transport.UDP) {
                widened.add(Flow.to(Transport.TCP, flow.remote()));
            }
            widened.add(flow);
        }
        return widened;
    }

    private void attempt() {
        Flow flow = targets.get(target);
        var attempt = new InviteAttempt(ua, this, flow, requests.towards(flow));
        current = attempt;
        attempt.start();
        if (target + 1 < targets.size()) {
            core.after(core.config.timers().t1().multipliedBy(PATIENCE_T1), () -> impatient(attempt));
        }
    }

    /// A place that says nothing at all is left for the next one long before timer B, which callers do not wait for.
    private void impatient(InviteAttempt attempt) {
        if (attempt == current && !attempt.heard() && !over && !canceling) {
            attempt.cancel(Headers.NONE);
            nextTarget();
        }
    }

    // --- told by the attempts

    /// The next hop has shown life.
    void heard(InviteAttempt from) {
        if (from == current && !over) {
            mailbox.post(handler::onTrying);
        }
    }

    /// A provisional response seen for the first time, or a final one.
    void response(InviteAttempt from, SipResponse response) {
        if (response.success()) {
            answered(from, response);
        } else if (over || from != current) {
            return;
        } else if (!response.provisional()) {
            refused(from, response);
        } else if (response.status() > 100) {
            mailbox.post(() -> handler.onProgress(response));
        }
    }

    private void answered(InviteAttempt from, SipResponse response) {
        if (dialog != null && from == current && dialog.remoteTag().equals(response.to().tag().orElse(""))) {
            dialog.acks().repeat();
        } else if (dialog != null || canceling || over || from != current) {
            from.hangUp(response, requests.credentials());
            if (canceling) {
                fail(Kind.CANCELED, 487, "canceled", null);
            }
        } else {
            connect(from, response);
        }
    }

    private void connect(InviteAttempt from, SipResponse response) {
        DialogState state = from.dialog(response);
        boolean pinned = invite.flow() != null
                || response.headers().values("Record-Route").isEmpty()
                        && invite.route().isEmpty();
        var answered = new PeerDialog(ua, state, mailbox, from.flow(), pinned, requests.digest());
        dialog = answered;
        answered.features(invite.features());
        ua.enter(state.id(), answered);
        answered.sessionTimer(SessionTimer.asUac(response), invite.sdp().orElse(""));
        answered.acks().credentials(requests.credentials());
        answered.acks()
                .answeredBy(from.request().cseq().number(), invite.sdp().isPresent());
        over = true;
        mailbox.post(() -> answered.handler(handler.onAnswered(answered, response)));
    }

    private void refused(InviteAttempt from, SipResponse response) {
        int status = response.status();
        if (canceling) {
            fail(Kind.CANCELED, status, response.reason(), response);
        } else if (requests.learnFrom(response, from.request())) {
            again();
        } else if (status == 503 && target + 1 < targets.size()) {
            nextTarget();
        } else {
            fail(status < 400 ? Kind.REDIRECTED : Kind.REFUSED, status, response.reason(), response);
        }
    }

    private void again() {
        requests.next();
        attempt();
    }

    private void nextTarget() {
        target++;
        again();
    }

    /// Nothing final came from this place.
    void failed(InviteAttempt from, int status) {
        if (over || from != current) {
            return;
        }
        if (canceling) {
            fail(Kind.CANCELED, 487, "canceled", null);
        } else if (target + 1 < targets.size()) {
            nextTarget();
        } else if (status == 408) {
            fail(Kind.TIMEOUT, status, "no answer", null);
        } else {
            fail(Kind.TRANSPORT, status, "no connection", null);
        }
    }

    private void fail(Kind kind, int status, String reason, @Nullable SipResponse response) {
        if (!over) {
            over = true;
            var failure = new CallFailure(kind, status, reason, response);
            mailbox.post(() -> handler.onFailed(failure));
        }
    }

    @Override
    public void cancel(Headers extra) {
        core.execute(() -> {
            if (!over && !canceling) {
                canceling = true;
                if (current != null) {
                    current.cancel(extra);
                }
            }
        });
    }

    /// CANCEL was sent; a peer that ignores it is not waited for longer than 64 × T1 (RFC 3261 section 9.1).
    void canceled(InviteAttempt from) {
        if (from == current) {
            core.after(
                    core.config.timers().t1().multipliedBy(64), () -> fail(Kind.CANCELED, 487, "canceled", null));
        }
    }
}
