package org.cordboard.voice.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.VoiceConfig;

/// The ways to a number outside: the operator's trunks, then those that the account has by the API. The lowest priority
/// comes first; among equals chance decides in proportion to the weights, as RFC 2782 does.
final class Trunks {
    private static final int ATTEMPTS_MAX = 8;

    private final VoiceConfig config;
    private final Engine engine;
    private final SipStack sip;
    private final RandomGenerator random;

    Trunks(VoiceConfig config, Engine engine, SipStack sip, RandomGenerator random) {
        this.config = config;
        this.engine = engine;
        this.sip = sip;
        this.random = random;
    }

    List<Destination.Attempt> to(String number, NameAddress from, Account account) {
        var attempts = new ArrayList<Destination.Attempt>();
        var carriers = config.peering().carriers().stream()
                .filter(carrier -> carrier.takes(number))
                .toList();
        Lots.ordered(carriers, Carrier::priority, Carrier::weight, random)
                .forEach(carrier -> attempts.add(attempt(carrier, number, from)));
        attempts.addAll(new ConnectionPolicies(engine, random).to(number, account, from));
        return attempts.stream().limit(ATTEMPTS_MAX).toList();
    }

    private Destination.Attempt attempt(Carrier carrier, String number, NameAddress from) {
        var target = Targets.toward(carrier.uri(), carrier.written(number));
        var secure = target.secure() || target.transport().filter("tls"::equals).isPresent();
        var invite = OutboundInvite.to(target, written(carrier, from)).withHeaders(identity(carrier, from));
        if (carrier.credentials().isPresent()) {
            invite = invite.withCredentials(carrier.credentials().get());
        }
        return new Destination.Attempt(
                invite,
                secure && carrier.secure() ? LegTerms.Protection.REQUIRED : LegTerms.Protection.AS_OFFERED,
                Destination.Reach.TRUNK);
    }

    private NameAddress written(Carrier carrier, NameAddress from) {
        return from.uri() instanceof SipUri uri && uri.user().isPresent() && !uri.equals(CallingParty.NOBODY)
                ? new NameAddress(
                        from.displayName(),
                        Targets.toward(uri, carrier.written(uri.user().get())),
                        from.parameters())
                : from;
    }

    private Headers identity(Carrier carrier, NameAddress from) {
        if (!(from.uri() instanceof SipUri uri) || uri.equals(CallingParty.NOBODY)) {
            return Headers.NONE;
        }
        var user = uri.user().orElse("anonymous");
        var own = sip.contact(user, Transport.UDP);
        var address = "<" + SipUri.of(carrier.written(user), own.host(), 0) + ">";
        return switch (carrier.identity()) {
            case NONE -> Headers.NONE;
            case ASSERTED -> Headers.of("P-Asserted-Identity", address);
            case REMOTE_PARTY_ID -> Headers.of("Remote-Party-ID", address + ";party=calling;screen=yes");
        };
    }
}
