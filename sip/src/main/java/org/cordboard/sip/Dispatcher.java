package org.cordboard.sip;

import java.util.List;
import org.cordboard.sip.DialogState.DialogId;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageParser;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.ParseResult;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.transport.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes every message that arrives to where it belongs: its transaction, its dialog, or a new call (RFC
/// 3261 sections 8.2, 12.2.2 and 18). Parsing runs on the network's threads without a lock; the rest under
/// the lock of [Core].
final class Dispatcher implements Wire.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final List<String> EXTENSIONS = List.of("timer", "100rel");
    /// Within a dialog a peer may also require what we asked for when it was made: a recording server, RFC 7866.
    private static final List<String> EXTENSIONS_IN_DIALOG = List.of("timer", "100rel", "siprec");
    private static final int RETRY_AFTER_SECONDS = 5;

    private final UserAgent ua;
    private final Core core;
    private final Registrations registrations;
    private final InviteRules rules;
    private final Rates invites;
    private final Rates others;
    private final Rates strangers;

    Dispatcher(UserAgent ua, Registrations registrations) {
        this.ua = ua;
        this.core = ua.core;
        this.registrations = registrations;
        this.rules = new InviteRules(ua);
        SipConfig.Limits limits = core.config.limits();
        invites = new Rates(limits.invitesPerSecond(), limits.invitesPerSecondPerSource());
        others = new Rates(Integer.MAX_VALUE, limits.requestsPerSecondPerSource());
        strangers = new Rates(limits.strangersPerSecond(), limits.strangersPerSecondPerSource());
    }

    @Override
    public void received(Flow flow, byte[] data, int offset, int length) {
        core.received.increment();
        if (length <= 4 && isKeepAlive(data, offset, length)) {
            return; // RFC 5626 section 4.4.1 over UDP is STUN; phones send CRLF, which wants no answer
        }
        switch (MessageParser.parse(data, offset, length)) {
            case ParseResult.Parsed(SipResponse response) -> core.execute(() -> response(response));
            case ParseResult.Parsed(SipRequest request) -> request(request, flow);
            case ParseResult.Refused refused -> refuse(refused, flow);
            case ParseResult.Unreadable(String problem, int _) -> {
                core.malformed.increment();
                LOG.debug("Dropped from {}: {}", flow.remote(), problem);
            }
        }
    }

    private static boolean isKeepAlive(byte[] data, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (data[i] != '\r' && data[i] != '\n' && data[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void unframeable(Flow flow, byte[] head, String problem) {
        LOG.debug("Closing the connection from {}: {}", flow.remote(), problem);
        switch (MessageParser.parse(head)) {
            case ParseResult.Refused refused -> refuse(refused, flow);
            case ParseResult.Parsed(SipRequest request) when !request.is(SipRequest.ACK) -> {
                core.malformed.increment();
                send(ua.response(request, 400, "Bad Request: " + problem, core.ids.tag()), request, flow);
            }
            case ParseResult.Parsed _, ParseResult.Unreadable _ -> core.malformed.increment();
        }
    }

    private void refuse(ParseResult.Refused refused, Flow flow) {
        core.malformed.increment();
        LOG.debug("Refused from {} with {}: {}", flow.remote(), refused.status(), refused.problem());
        if (!refused.method().equals(SipRequest.ACK)) {
            var stub = new SipRequest(refused.method(), SipUri.of(null, "invalid", 0), viaOnly(refused), new byte[0]);
            SipRequest stamped = Transactions.stamped(stub, flow);
            SipResponse answer = refused.answer(core.ids.tag());
            send(
                    answer.withHeaders(
                            answer.headers().replaceTop("Via", stamped.via().toString())),
                    stamped,
                    flow);
        }
    }

    private static Headers viaOnly(ParseResult.Refused refused) {
        return Headers.of("Via", refused.via().toString());
    }

    /// An answer without a transaction.
    private void send(SipResponse answer, SipRequest request, Flow source) {
        core.sent.increment();
        core.wire()
                .send(
                        Transactions.way(request, source),
                        MessageWriter.bytes(answer),
                        () -> LOG.debug("An answer to {} could not be sent", source.remote()));
    }

    private void response(SipResponse response) {
        ClientTransaction transaction = ua.transactions.client(response);
        if (transaction != null) {
            transaction.response(response);
        }
    }

    private void request(SipRequest arrived, Flow flow) {
        SipRequest request = Transactions.stamped(arrived, flow);
        core.execute(() -> underLock(request, flow));
    }

    private void underLock(SipRequest request, Flow flow) {
        ServerTransaction known = ua.transactions.server(request, request.method());
        if (known != null) {
            if (request.is(SipRequest.ACK)) {
                known.ack();
                if (known.user() instanceof UserAgent.DialogUser user) {
                    user.ack(request);
                }
            } else {
                known.retransmission();
            }
            return;
        }
        boolean inDialog = request.toTag().isPresent();
        if (request.is(SipRequest.ACK)) {
            UserAgent.DialogUser dialog = inDialog ? ua.dialog(idOf(request)) : null;
            if (dialog != null) {
                dialog.ack(request);
            }
        } else if (!inDialog && !request.is(SipRequest.CANCEL) && !ua.listener.admits(flow, request)) {
            LOG.debug("Not admitted: {} from {}", request.method(), flow.remote());
        } else if (!inDialog && flooding(request, flow)) {
            core.overloaded.increment();
            LOG.debug("Dropped: {} from {}, one of too many strangers", request.method(), flow.remote());
        } else if (overloaded(request, flow, inDialog)) {
            core.overloaded.increment();
            SipResponse busy = ua.response(request, 503, null, core.ids.tag())
                    .with("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
            send(busy, request, flow);
        } else if (request.is(SipRequest.CANCEL)) {
            cancel(request, flow);
        } else if (inDialog) {
            inDialog(ua.transactions.open(request, flow));
        } else {
            outOfDialog(request, flow);
        }
    }

    /// Strangers above their limit get no answer: it would double what their flood costs, and forged sources would have
    /// us flood others.
    private boolean flooding(SipRequest request, Flow flow) {
        return !request.is(SipRequest.CANCEL)
                && !ua.listener.expects(flow)
                && !strangers.admit(flow.remote().getAddress(), core.nanos());
    }

    private boolean overloaded(SipRequest request, Flow flow, boolean inDialog) {
        if (inDialog || request.is(SipRequest.CANCEL)) {
            return false; // calls in progress stay good
        }
        var source = flow.remote().getAddress();
        return request.is(SipRequest.INVITE)
                ? ua.transactions.full() || ua.dialogsFull() || !invites.admit(source, core.nanos())
                : ua.transactions.full() || !others.admit(source, core.nanos());
    }

    private static DialogId idOf(SipRequest request) {
        return new DialogId(
                request.callId(), request.toTag().orElse(""), request.fromTag().orElse(""));
    }

    private void inDialog(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        UserAgent.DialogUser dialog = ua.dialog(idOf(request));
        if (dialog == null) {
            transaction.answer(ua.response(request, 481, null, core.ids.tag()));
        } else if (!requirementsMet(transaction, EXTENSIONS_IN_DIALOG)) {
            LOG.debug("Refused {}: unknown extension required", request);
        } else {
            dialog.request(transaction);
        }
    }

    /// CANCEL, RFC 3261 section 9.2: 200 if the INVITE is known, and the INVITE then ends with 487.
    private void cancel(SipRequest request, Flow flow) {
        ServerTransaction invite = ua.transactions.server(request, SipRequest.INVITE);
        ServerTransaction cancel = ua.transactions.open(request, flow);
        cancel.answer(ua.response(request, invite == null ? 481 : 200, null, core.ids.tag()));
        if (invite != null && invite.unanswered() && invite.user() instanceof Cancelable call) {
            call.canceled();
        }
    }

    /// Something an INVITE started that a CANCEL can stop.
    interface Cancelable {
        void canceled();
    }

    private boolean requirementsMet(ServerTransaction transaction, List<String> extensions) {
        List<String> unknown = transaction.request().headers().values("Require").stream()
                .filter(e -> extensions.stream().noneMatch(e::equalsIgnoreCase))
                .toList();
        if (unknown.isEmpty()) {
            return true;
        }
        transaction.answer(ua.response(transaction.request(), 420, null, core.ids.tag())
                .with("Unsupported", String.join(", ", unknown)));
        return false;
    }

    private void outOfDialog(SipRequest request, Flow flow) {
        boolean merged = request.is(SipRequest.INVITE) && ua.transactions.merged(request);
        ServerTransaction transaction = ua.transactions.open(request, flow);
        if (merged) {
            refuse(transaction, 482);
        } else if (!(request.uri() instanceof SipUri)) {
            refuse(transaction, 416);
        } else if (requirementsMet(transaction, EXTENSIONS)) {
            switch (request.method()) {
                case SipRequest.INVITE -> invite(transaction);
                case SipRequest.OPTIONS -> transaction.answer(capabilities(request));
                case SipRequest.MESSAGE -> new TextReceived(ua, transaction).start();
                case SipRequest.REGISTER -> registrations.register(transaction);
                case SipRequest.BYE, SipRequest.PRACK, SipRequest.UPDATE, SipRequest.INFO, SipRequest.NOTIFY ->
                    refuse(transaction, 481);
                default -> refuseMethod(transaction);
            }
        }
    }

    private void refuse(ServerTransaction transaction, int status) {
        transaction.answer(ua.response(transaction.request(), status, null, core.ids.tag()));
    }

    private void refuseMethod(ServerTransaction transaction) {
        boolean known = SipRequest.KNOWN_METHODS.contains(transaction.request().method());
        transaction.answer(ua.response(transaction.request(), known ? 405 : 501, null, core.ids.tag())
                .with("Allow", UserAgent.ALLOW));
    }

    private SipResponse capabilities(SipRequest request) {
        SipResponse ok = ua.response(request, 200, null, core.ids.tag());
        return ok.withHeaders(ok.headers().withAll(ua.abilities()).with("Accept", UserAgent.SDP));
    }

    private void invite(ServerTransaction transaction) {
        rules.refusal(transaction.request())
                .ifPresentOrElse(transaction::answer, () -> new InboundCall(ua, transaction).start());
    }
}
