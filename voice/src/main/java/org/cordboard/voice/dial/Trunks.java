package org.cordboard.voice.dial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.SipTarget;
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
        ordered(carriers, Carrier::priority, Carrier::weight, random)
                .forEach(carrier -> attempts.add(attempt(carrier, number, from)));
        ordered(targets(account), SipTarget::priority, SipTarget::weight, random).stream()
                .flatMap(target -> Addresses.sipUri(target.sipUrl()).stream())
                .map(uri -> Carrier.to("policy", uri))
                .forEach(carrier -> attempts.add(attempt(carrier, number, from)));
        return attempts.stream().limit(ATTEMPTS_MAX).toList();
    }

    /// The targets of the policies that the account's own carriers follow.
    private List<SipTarget> targets(Account account) {
        return engine.read(view -> {
            var policies = view.records(ByocTrunk.class).stream()
                    .filter(trunk -> trunk.account().equals(account.sid()))
                    .map(trunk -> trunk.settings().getOrDefault("connection_policy_sid", ""))
                    .toList();
            return view.records(SipTarget.class).stream()
                    .filter(target -> target.enabled() && policies.contains(target.owner()))
                    .toList();
        });
    }

    private Destination.Attempt attempt(Carrier carrier, String number, NameAddress from) {
        var target = toward(carrier.uri(), carrier.written(number));
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

    private static SipUri toward(SipUri host, String user) {
        var named = SipUri.of(user, "host", 0);
        return new SipUri(host.secure(), named.rawUser(), null, host.host(), host.port(), host.parameters(), "");
    }

    private NameAddress written(Carrier carrier, NameAddress from) {
        return from.uri() instanceof SipUri uri && uri.user().isPresent()
                ? new NameAddress(
                        from.displayName(),
                        toward(uri, carrier.written(uri.user().get())),
                        from.parameters())
                : from;
    }

    private Headers identity(Carrier carrier, NameAddress from) {
        if (!(from.uri() instanceof SipUri uri)) {
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

    /// By priority, and by lot within each.
    static <T> List<T> ordered(
            List<T> all, ToIntFunction<T> priority, ToIntFunction<T> weight, RandomGenerator random) {
        Map<Integer, List<T>> classes = new TreeMap<>(Comparator.naturalOrder());
        all.forEach(one ->
                classes.computeIfAbsent(priority.applyAsInt(one), _ -> new ArrayList<>()).add(one));
        var order = new ArrayList<T>();
        for (var equals : classes.values()) {
            while (!equals.isEmpty()) {
                order.add(equals.remove(drawn(equals, weight, random)));
            }
        }
        return order;
    }

    private static <T> int drawn(List<T> equals, ToIntFunction<T> weight, RandomGenerator random) {
        int sum = equals.stream().mapToInt(weight).sum();
        int lot = random.nextInt(sum + 1);
        for (int i = 0; i < equals.size(); i++) {
            lot -= weight.applyAsInt(equals.get(i));
            if (lot <= 0) {
                return i;
            }
        }
        return equals.size() - 1;
    }
}
