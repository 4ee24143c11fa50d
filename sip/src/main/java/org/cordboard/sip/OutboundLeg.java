package org.cordboard.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.sip.CallFailure.Kind;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// A call we make, until it is answered or has failed (UAC side of RFC 3261 section 13.2). Tries the places
/// its URI leads to in order, meets challenges, and settles races. Guarded by the lock of [Core].
final class OutboundLeg implements OutboundCall, ClientTransaction.Owner {
    private static final int DATAGRAM_BYTES_MAX = 1300;
    private static final int CHALLENGES_MAX = 3;

    private final UserAgent ua;
    private final Core core;
    private final OutboundInvite invite;
    private final OutboundHandler handler;
    private final Mailbox mailbox = new Mailbox();
    private final String callId;
    private final String localTag;
    private final Optional<DigestClient> digest;
    private final Map<String, DialogState> early = new HashMap<>();
    private final Set<String> forkedAway = new HashSet<>();
    private List<Flow> targets = List.of();
    private int target;
    private int challenges;
    private int sessionSeconds;
    private int minimumSeconds = SessionTimer.MIN_SE;
    private long sequence;
    private long lastReliable = -1;
    private Headers authorization = Headers.NONE;
    private @Nullable ClientTransaction transaction;
    private @Nullable PeerDialog dialog;
    private boolean heard;
    private boolean canceling;
    private boolean cancelSent;
    private boolean over;

    OutboundLeg(UserAgent ua, OutboundInvite invite, OutboundHandler handler) {
        this.ua = ua;
        this.core = ua.core;
        this.invite = invite;
        this.handler = handler;
        this.callId = core.ids.callId();
        this.localTag = core.ids.tag();
        this.digest = invite.credentials().map(DigestClient::new);
        this.sequence = core.ids.sequence();
        this.sessionSeconds = (int) core.config.timers().sessionExpires().toSeconds();
    }

    @Override
    public String callId() {
        return callId;
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
        int size = MessageWriter.bytes(request(found.getFirst())).length + 200;
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
        heard = false;
        cancelSent = false;
        Flow flow = targets.get(target);
        if (core.wire().listening(flow.transport()).isEmpty()) {
            failed(503);
            return;
        }
        transaction = ua.send(request(flow), flow, this);
    }

    private SipRequest request(Flow flow) {
        List<Headers.Field> fields = new ArrayList<>();
        invite.route()
                .forEach(hop -> fields.add(
                        new Headers.Field("Route", NameAddress.of(hop).toString())));
        fields.add(new Headers.Field("From", invite.from().withTag(localTag).toString()));
        fields.add(new Headers.Field("To", invite.to().toString()));
        fields.add(new Headers.Field("Call-ID", callId));
        fields.add(new Headers.Field("CSeq", sequence + " INVITE"));
        fields.add(new Headers.Field("Max-Forwards", "70"));
        boolean secure = UserAgent.secure(invite.requestUri());
        var contact = new NameAddress(null, ua.contact(flow, secure), invite.features());
        fields.add(new Headers.Field("Contact", contact.toString()));
        fields.add(new Headers.Field("User-Agent", core.config.product()));
        fields.add(new Headers.Field("Session-Expires", Integer.toString(sessionSeconds)));
        fields.add(new Headers.Field("Min-SE", Integer.toString(minimumSeconds)));
        Headers headers = Headers.of(fields)
                .withAll(ua.abilities())
                .withAll(authorization)
                .withAll(invite.headers());
        Uri line = invite.requestUri() instanceof SipUri sip ? sip.forRequestLine() : invite.requestUri();
        if (!invite.parts().isEmpty()) {
            Multipart whole = Multipart.of(invite.sdp(), invite.parts(), "part-" + callId);
            return new SipRequest(SipRequest.INVITE, line, headers.with("Content-Type", whole.contentType()), whole.body());
        }
        if (invite.sdp().isPresent()) {
            headers = headers.with("Content-Type", UserAgent.SDP);
        }
        return new SipRequest(
                SipRequest.INVITE, line, headers, invite.sdp().map(Bytes::utf8).orElse(Bytes.NONE));
    }

    @Override
    public void response(SipResponse response) {
        if (response.success()) {
            answered(response);
        } else if (over) {
            return;
        } else if (response.provisional()) {
            provisional(response);
        } else {
            refused(response);
        }
    }

    private void provisional(SipResponse response) {
        if (!heard) {
            mailbox.post(handler::onTrying);
        }
        heard = true;
        if (canceling) {
            sendCancel();
            return;
        }
        if (response.headers().lists("Require", "100rel") && !acknowledgeReliably(response)) {
            return; // a repetition
        }
        if (response.status() > 100) {
            mailbox.post(() -> handler.onProgress(response));
        }
    }

    /// PRACK, RFC 3262 section 4. False when this response was seen before or comes out of order.
    private boolean acknowledgeReliably(SipResponse response) {
        String text = response.headers().first("RSeq").orElse("");
        if (!text.matches("[0-9]{1,10}") || response.to().tag().isEmpty()) {
            return true;
        }
        long number = Long.parseLong(text);
        if (lastReliable >= 0 && number <= lastReliable) {
            return false;
        }
        lastReliable = number;
        String tag = response.to().tag().orElseThrow();
        ClientTransaction invited = transaction;
        if (invited == null) {
            return true;
        }
        DialogState state = early.containsKey(tag) ? early.get(tag) : DialogState.uac(invited.request(), response);
        DialogState next = state.withLocalSequence(state.localSequence() + 1);
        early.put(tag, next);
        SipRequest prack = next.request(
                SipRequest.PRACK,
                next.localSequence(),
                Headers.of("RAck", number + " " + sequence + " INVITE"),
                Bytes.NONE);
        ua.send(prack, invited.flow(), new Unwatched());
        return true;
    }

    private void answered(SipResponse response) {
        ClientTransaction invited = transaction;
        if (invited == null) {
            return;
        }
        String tag = response.to().tag().orElse("");
        if (dialog != null && dialog.remoteTag().equals(tag)) {
            dialog.repeatAck();
        } else if (dialog != null || canceling || over) {
            hangUpFork(invited, response, tag);
        } else {
            connect(invited, response, tag);
        }
    }

    private void connect(ClientTransaction invited, SipResponse response, String tag) {
        DialogState state = DialogState.uac(invited.request(), response);
        DialogState prior = early.get(tag);
        if (prior != null) {
            state = state.withLocalSequence(prior.localSequence());
        }
        boolean pinned = invite.flow() != null
                || response.headers().values("Record-Route").isEmpty()
                        && invite.route().isEmpty();
        var answered = new PeerDialog(ua, state, mailbox, invited.flow(), pinned, digest);
        dialog = answered;
        answered.features(invite.features());
        ua.enter(state.id(), answered);
        answered.sessionTimer(SessionTimer.asUac(response), invite.sdp().orElse(""));
        answered.answeredBy(sequence, invite.sdp().isPresent());
        over = true;
        mailbox.post(() -> answered.handler(handler.onAnswered(answered, response)));
    }

    /// A 200 OK nobody wants any more: acknowledged and hung up (RFC 3261 sections 9.1 and 13.2.2.4).
    private void hangUpFork(ClientTransaction invited, SipResponse response, String tag) {
        DialogState state = DialogState.uac(invited.request(), response);
        SipRequest ack = state.request(SipRequest.ACK, sequence, authorization, Bytes.NONE);
        core.sent.increment();
        byte[] bytes = MessageWriter.bytes(ua.via(ack, invited.flow(), core.ids.branch()));
        core.wire().send(invited.flow(), bytes, () -> {});
        if (forkedAway.add(tag)) {
            SipRequest bye = state.request(SipRequest.BYE, state.localSequence() + 1, Headers.NONE, Bytes.NONE);
            ua.send(bye, invited.flow(), new Unwatched());
        }
        if (canceling) {
            fail(Kind.CANCELED, 487, "canceled", null);
        }
    }

    private void refused(SipResponse response) {
        int status = response.status();
        if (canceling) {
            fail(Kind.CANCELED, status, response.reason(), response);
        } else if ((status == 401 || status == 407) && authorize(response)) {
            sequence++;
            attempt();
        } else if (status == 422 && SessionTimer.minimum(response.headers()) > sessionSeconds) {
            minimumSeconds = SessionTimer.minimum(response.headers());
            sessionSeconds = minimumSeconds;
            sequence++;
            attempt();
        } else if (status == 503 && target + 1 < targets.size()) {
            nextTarget();
        } else {
            fail(status < 400 ? Kind.REDIRECTED : Kind.REFUSED, status, response.reason(), response);
        }
    }

    private boolean authorize(SipResponse response) {
        if (++challenges > CHALLENGES_MAX) {
            return false;
        }
        Optional<Headers.Field> answer = digest.flatMap(d -> d.answer(
                response, SipRequest.INVITE, request(targets.get(target)).uri().toString()));
        answer.ifPresent(field -> authorization = authorization.set(field.name(), field.value()));
        return answer.isPresent();
    }

    private void nextTarget() {
        target++;
        sequence++;
        attempt();
    }

    /// Nothing final came from this place.
    @Override
    public void failed(int status) {
        if (over) {
            return;
        }
        if (canceling) {
            fail(Kind.CANCELED, 487, "canceled", null);
        } else if (target + 1 < targets.size()) {
            nextTarget();
        } else {
            fail(
                    status == 408 ? Kind.TIMEOUT : Kind.TRANSPORT,
                    status,
                    status == 408 ? "no answer" : "no connection",
                    null);
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
    public void cancel() {
        core.execute(() -> {
            if (!over && !canceling) {
                canceling = true;
                if (heard) {
                    sendCancel();
                }
            }
        });
    }

    /// RFC 3261 section 9.1: same branch, request URI, Route and CSeq number as the INVITE.
    private void sendCancel() {
        ClientTransaction invited = transaction;
        if (cancelSent || invited == null) {
            return;
        }
        cancelSent = true;
        SipRequest request = invited.request();
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Via", request.via().toString()));
        for (Headers.Field field : request.headers()) {
            switch (field.name()) {
                case "From", "To", "Call-ID", "Max-Forwards", "Route", "User-Agent" -> fields.add(field);
                default -> {}
            }
        }
        fields.add(new Headers.Field("CSeq", request.cseq().number() + " CANCEL"));
        var cancel = new SipRequest(SipRequest.CANCEL, request.uri(), Headers.of(fields), Bytes.NONE);
        ua.transactions.send(cancel, invited.flow(), new Unwatched());
        Duration patience = core.config.timers().t1().multipliedBy(64);
        core.after(patience, () -> fail(Kind.CANCELED, 487, "canceled", null));
    }

    /// For requests whose outcome changes nothing.
    private static final class Unwatched implements ClientTransaction.Owner {
        @Override
        public void response(SipResponse response) {}

        @Override
        public void failed(int status) {}
    }
}
