package org.cordboard.voice.dial;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;

/// The ways to a number by what an account brings itself (Voice reference 11.7): the enabled targets of the policy that its
/// carrier's trunk follows, or the origination URLs of the trunk to its exchange.
final class ConnectionPolicies {
    private final Engine engine;
    private final RandomGenerator random;

    ConnectionPolicies(Engine engine, RandomGenerator random) {
        this.engine = engine;
        this.random = random;
    }

    /// By this trunk alone.
    ///
    /// @return empty when the account has no such trunk; a list without entries when its policy has no enabled target
    Optional<List<Destination.Attempt>> to(String number, String trunk, Account account, NameAddress from) {
        return engine.read(view -> Optional.ofNullable(view.record(ByocTrunk.class, trunk))
                .filter(found -> found.account().equals(account.sid()))
                .map(found -> {
                    var caller = domain(view, found).map(host -> Targets.at(from, host)).orElse(from);
                    return attempts(targets(view, Set.of(found.policy())), number, caller);
                }));
    }

    /// By whichever trunks the account has.
    List<Destination.Attempt> to(String number, Account account, NameAddress from) {
        return engine.read(view -> {
            var policies = view.records(ByocTrunk.class).stream()
                    .filter(trunk -> trunk.account().equals(account.sid()))
                    .map(ByocTrunk::policy)
                    .collect(Collectors.toSet());
            return attempts(targets(view, policies), number, from);
        });
    }

    /// To the exchange that a trunk leads to, by its origination URLs.
    List<Destination.Attempt> toExchange(String number, Trunk trunk, NameAddress from) {
        return attempts(
                engine.read(view -> targets(view, Set.of(trunk.sid().value()))), number, from, trunk.secure());
    }

    private static List<SipTarget> targets(RoutingView view, Set<String> policies) {
        return view.records(SipTarget.class).stream()
                .filter(target -> target.enabled() && policies.contains(target.owner()))
                .toList();
    }

    private static Optional<String> domain(RoutingView view, ByocTrunk trunk) {
        return Optional.ofNullable(view.record(SipDomain.class, trunk.fromDomain())).map(SipDomain::domainName);
    }

    private List<Destination.Attempt> attempts(List<SipTarget> targets, String number, NameAddress from) {
        return attempts(targets, number, from, false);
    }

    private List<Destination.Attempt> attempts(
            List<SipTarget> targets, String number, NameAddress from, boolean secure) {
        return Lots.ordered(targets, SipTarget::priority, SipTarget::weight, random).stream()
                .flatMap(target -> Addresses.sipUri(target.sipUrl()).stream())
                .map(uri -> secure ? uri.withoutParameter("secure").withParameter("secure", "true") : uri)
                .map(uri -> new Destination.Attempt(
                        OutboundInvite.to(Targets.toward(Targets.wire(uri), number), from)
                                .withHeaders(asserted(from)),
                        Targets.protection(uri),
                        Destination.Reach.TRUNK))
                .toList();
    }

    /// P-Asserted-Identity (RFC 3325), for carriers that look there first.
    private Headers asserted(NameAddress from) {
        return from.uri() instanceof SipUri uri && !uri.equals(CallingParty.NOBODY)
                ? Headers.of(
                        "P-Asserted-Identity",
                        "<" + SipUri.of(uri.user().orElse("anonymous"), uri.host(), 0) + ">")
                : Headers.NONE;
    }
}
