package org.cordboard.voice.dial;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cordboard.sip.AddressOfRecord;
import org.cordboard.sip.Binding;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.leg.Legs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of the phones a line rings, with the ways to it in order: the next one is taken when a host is silent, broken or
/// overloaded, when it points elsewhere, or when a phone cannot protect its audio. Any thread.
final class Fork {
    private static final Logger LOG = LoggerFactory.getLogger(Fork.class);
    private static final int CONTACTS_MAX = 3;

    private final OutboundLine line;
    private final Legs legs;
    private final Deque<Destination.Attempt> left;
    private @Nullable Try current;
    private boolean redirected;
    private boolean canceled;

    Fork(OutboundLine line, Legs legs, List<Destination.Attempt> attempts) {
        this.line = line;
        this.legs = legs;
        this.left = new ArrayDeque<>(attempts);
    }

    /// Like all of this class that changes anything: guarded by the line's monitor.
    void begin() {
        var attempt = left.removeFirst();
        var made = new Try(attempt, new LegTerms(line.endpoint.localAddress(), attempt.protection()));
        current = made;
        made.call = line.means().sip().invite(attempt.invite().withSdp(made.terms.offer()), made);
        if (attempt.reach() != Destination.Reach.PHONE && !left.isEmpty()) {
            legs.after(line.leg, line.means().config().peering().hostPatience(), () -> impatient(made));
        }
    }

    void cancel() {
        cancel(Headers.NONE);
    }

    /// Another phone took the call: one that rang for nothing need not count it as missed (RFC 3326).
    void takenElsewhere() {
        cancel(Headers.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
    }

    private void cancel(Headers why) {
        canceled = true;
        var made = current;
        if (made != null && made.call != null) {
            made.call.cancel(why);
        }
    }

    private void impatient(Try made) {
        synchronized (line) {
            if (made == current && !made.heard && !canceled && line.wanted() && !left.isEmpty()) {
                LOG.warn("{}: {} is silent; the next way is tried", line.leg, host(made));
                abandon(made);
                begin();
            }
        }
    }

    private static void abandon(Try made) {
        made.abandoned = true;
        if (made.call != null) {
            made.call.cancel();
        }
    }

    private static String host(Try made) {
        return made.attempt.invite().requestUri() instanceof SipUri uri ? uri.host() : "";
    }

    private boolean goesOn(Try made, CallFailure failure) {
        synchronized (line) {
            if (canceled || !line.wanted()) {
                return false;
            }
            if (failure.kind() == CallFailure.Kind.REDIRECTED && !redirected) {
                redirected = true;
                targets(made, failure).reversed().forEach(left::addFirst);
            } else if (!elsewhere(made.attempt, failure)) {
                return false;
            }
            if (left.isEmpty()) {
                return false;
            }
            LOG.info("{}: {} said {}; the next way is tried", line.leg, host(made), failure.status());
            begin();
            return true;
        }
    }

    private static boolean elsewhere(Destination.Attempt attempt, CallFailure failure) {
        return switch (attempt.reach()) {
            case PHONE ->
                attempt.protection() == LegTerms.Protection.REQUIRED
                        && (failure.status() == 488 || failure.status() == 415 || failure.status() == 606);
            case PERMITTED_HOST, TRUNK -> failure.retryElsewhere() || failure.status() / 100 == 5;
        };
    }

    /// Where a 3xx points, the preferred first. A password goes to the host that asked for it only.
    private List<Destination.Attempt> targets(Try made, CallFailure failure) {
        var response = failure.response();
        if (response == null) {
            return List.of();
        }
        boolean phone = made.attempt.reach() == Destination.Reach.PHONE;
        return response.headers().values("Contact").stream()
                .flatMap(text -> {
                    try {
                        return Stream.of(NameAddress.parse(text));
                    } catch (Malformed _) {
                        return Stream.empty();
                    }
                })
                .filter(contact -> contact.uri() instanceof SipUri)
                .sorted(Comparator.comparingDouble(Fork::preference).reversed())
                .map(contact -> (SipUri) contact.uri())
                .flatMap(uri -> phone
                        ? colleagues(made.attempt, uri)
                        : Stream.of(uri).filter(to -> permitted(made, to)).map(to -> redirected(made.attempt, to)))
                .limit(CONTACTS_MAX)
                .toList();
    }

    /// A phone points at phones of its own domain only: anywhere else would be dialled at our cost.
    private Stream<Destination.Attempt> colleagues(Destination.Attempt attempt, SipUri uri) {
        var before = attempt.invite();
        boolean own = before.to().uri() instanceof SipUri registered && registered.host().equalsIgnoreCase(uri.host());
        var bindings = own
                ? line.means().sip().registrar().lookup(new AddressOfRecord(uri.user().orElse(""), uri.host()))
                : List.<Binding>of();
        return bindings.stream()
                .filter(binding -> attempt.protection() != LegTerms.Protection.REQUIRED
                        || binding.flow().transport() == Transport.TLS)
                .map(binding -> new Destination.Attempt(
                        OutboundInvite.to(binding, before.from()).withHeaders(before.headers()),
                        attempt.protection(),
                        Destination.Reach.PHONE));
    }

    private boolean permitted(Try made, SipUri uri) {
        var hosts = line.means().config().outboundHosts();
        return made.attempt.reach() == Destination.Reach.TRUNK
                || hosts.contains("*")
                || hosts.contains(uri.host().toLowerCase(Locale.ROOT))
                || uri.host().equalsIgnoreCase(host(made));
    }

    private static double preference(NameAddress contact) {
        var q = contact.parameters().get("q").orElse("1");
        return q.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(q) : 1;
    }

    private static Destination.Attempt redirected(Destination.Attempt attempt, SipUri target) {
        var before = attempt.invite();
        var invite = OutboundInvite.to(target, before.from())
                .withTo(before.to())
                .withHeaders(before.headers());
        var known = before.requestUri() instanceof SipUri uri && uri.host().equalsIgnoreCase(target.host());
        var credentials = before.credentials();
        return new Destination.Attempt(
                known && credentials.isPresent() ? invite.withCredentials(credentials.get()) : invite,
                attempt.protection(),
                attempt.reach());
    }

    /// One attempt while it lasts.
    private final class Try implements OutboundHandler {
        private final Destination.Attempt attempt;
        private final LegTerms terms;
        private volatile boolean heard;
        private volatile boolean abandoned;
        private volatile @Nullable OutboundCall call;

        Try(Destination.Attempt attempt, LegTerms terms) {
            this.attempt = attempt;
            this.terms = terms;
        }

        @Override
        public void onTrying() {
            heard = true;
        }

        @Override
        public void onProgress(SipResponse response) {
            if (response.status() >= 180 && !abandoned) {
                line.progress().ringing();
                line.earlySound(response, terms);
            }
        }

        @Override
        public DialogHandler onAnswered(Dialog answered, SipResponse response) {
            var remote = response.sdp().flatMap(terms::accepted);
            if (remote.isEmpty() || abandoned || !line.win(answered, Fork.this)) {
                answered.bye();
                if (remote.isEmpty()) {
                    onFailed(new CallFailure(CallFailure.Kind.LOCAL, 488, "no common codec", response));
                }
                return new DialogHandler() {};
            }
            line.answered(answered, response, terms, remote.get());
            return line;
        }

        @Override
        public void onFailed(CallFailure failure) {
            if (!abandoned && !goesOn(this, failure)) {
                line.failed(failure);
            }
        }
    }
}
