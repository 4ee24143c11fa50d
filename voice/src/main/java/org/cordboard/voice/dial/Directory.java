package org.cordboard.voice.dial;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.sip.AddressOfRecord;
import org.cordboard.sip.Binding;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.twiml.Target.Address;
import org.jspecify.annotations.Nullable;

/// Finds the phones behind an address: registered ones, those a number is routed to, and permitted hosts outside.
final class Directory {
    private static final int ROUTE_HOPS_MAX = 3;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 480;
    private static final int FORBIDDEN = 403;
    private static final int OVERLOADED = 503;
    private static final RandomGenerator LOTS = new SecureRandom();
    private static final Set<String> EXTRA_HEADERS =
            Set.of("user-to-user", "remote-party-id", "p-preferred-identity", "p-called-party-id");

    private final VoiceConfig config;
    private final Engine engine;
    private final SipStack sip;
    private final Entrance entrance;
    private final Account account;
    private final Function<String, List<PagePhones.PagePhone>> pages;

    /// @param account that dials
    /// @param pages the browser phones of a name, within that account
    Directory(
            VoiceConfig config,
            Engine engine,
            SipStack sip,
            Entrance entrance,
            Account account,
            Function<String, List<PagePhones.PagePhone>> pages) {
        this.config = config;
        this.engine = engine;
        this.sip = sip;
        this.entrance = entrance;
        this.account = account;
        this.pages = pages;
    }

    /// @param from caller id as shown; one who is not to be known stays so (RFC 3323)
    Destination find(Address address, String from, @Nullable String displayName) {
        return shown(from, displayName, caller -> find(address, caller, ROUTE_HOPS_MAX));
    }

    /// The account's own exchange, for a number given to its trunk.
    Destination exchange(Trunk trunk, String number, String from) {
        return shown(from, null, caller -> {
            var ways = new ConnectionPolicies(engine, LOTS).toExchange(number, trunk, caller);
            return ways.isEmpty()
                    ? new Destination.Nowhere(
                            CallStatus.FAILED, OVERLOADED, 0, "no origination URL of " + trunk.sid() + " is in use")
                    : Destination.Phones.inTurn(ways);
        });
    }

    private Destination shown(
            String from, @Nullable String displayName, Function<NameAddress, Destination> way) {
        if (!CallingParty.anonymous(from)) {
            return way.apply(caller(from, displayName));
        }
        return switch (way.apply(NameAddress.of("Anonymous", CallingParty.NOBODY))) {
            case Destination.Phones phones -> phones.with(new Headers.Field("Privacy", "id"));
            case Destination.Nowhere nowhere -> nowhere;
        };
    }

    private Destination find(Address address, NameAddress from, int hopsLeft) {
        return switch (address) {
            case Address.Client(var identity, var parameters) -> client(identity, parameters, from);
            case Address.Sip sipAddress -> sip(sipAddress, from);
            case Address.Number(var text, var byoc) -> byoc == null ? number(text, from, hopsLeft) : carried(text, byoc, from);
            case Address.Application _ ->
                new Destination.Nowhere(CallStatus.FAILED, NOT_FOUND, 21218, "applications are not reached by a phone");
        };
    }

    private Destination client(String identity, Map<String, String> parameters, NameAddress from) {
        var headers = new ArrayList<Headers.Field>();
        parameters.forEach((name, value) -> field("X-" + name, value).ifPresent(headers::add));
        var invites = forks(bindings(identity), from, Headers.of(headers), false);
        var rung = pages.apply(identity);
        return invites.isEmpty() && rung.isEmpty()
                ? new Destination.Nowhere(CallStatus.NO_ANSWER, UNAVAILABLE, 0, identity + " is not registered")
                : new Destination.Phones(invites, rung, parameters);
    }

    private Destination sip(Address.Sip address, NameAddress from) {
        var uri = Addresses.sipUri(address.uri()).orElse(null);
        if (uri == null) {
            return new Destination.Nowhere(CallStatus.FAILED, NOT_FOUND, 13243, "not a SIP address");
        }
        var headers = headers(uri);
        var domain = entrance.domain(uri.host());
        if (domain.isPresent()) {
            return registered(domain.get(), uri, from, headers);
        }
        if (ours(uri) && ourPort(uri)) {
            var invites = forks(bindings(uri.user().orElse("")), from, headers, false);
            var rung = pages.apply(uri.user().orElse(""));
            return invites.isEmpty() && rung.isEmpty()
                    ? new Destination.Nowhere(
                            CallStatus.FAILED, UNAVAILABLE, 13255, uri.bare() + " has no registered phone")
                    : new Destination.Phones(invites, rung, Map.of());
        }
        if (!config.outboundHosts().contains("*")
                && !config.outboundHosts().contains(uri.host().toLowerCase(Locale.ROOT))) {
            return new Destination.Nowhere(
                    CallStatus.FAILED, FORBIDDEN, 13254, "dialling " + uri.host() + " is not permitted here");
        }
        var invite = OutboundInvite.to(Targets.wire(uri), from).withHeaders(headers);
        if (address.username() != null && address.password() != null) {
            invite = invite.withCredentials(new DigestCredentials(address.username(), address.password()));
        }
        return Destination.Phones.inTurn(
                List.of(new Destination.Attempt(invite, Targets.protection(uri), Destination.Reach.PERMITTED_HOST)));
    }

    /// The phones of a domain of the API.
    private Destination registered(SipDomain domain, SipUri uri, NameAddress from, Headers headers) {
        var user = uri.user().orElse("");
        var bindings = domain.account().equals(account.sid())
                ? sip.registrar().lookup(new AddressOfRecord(user, domain.domainName()))
                : List.<Binding>of();
        return bindings.isEmpty()
                ? new Destination.Nowhere(
                        CallStatus.FAILED, UNAVAILABLE, 13255, uri.bare() + " has no registered phone")
                : new Destination.Phones(forks(bindings, from, headers, domain.secure()), List.of(), Map.of());
    }

    /// By a carrier of the account's own, whatever other ways there are.
    private Destination carried(String text, String byoc, NameAddress from) {
        var number = Numbers.e164(text).orElse(null);
        if (number == null) {
            return notANumber(text);
        }
        return new ConnectionPolicies(engine, LOTS)
                .to(number, byoc, account, from)
                .map(ways -> ways.isEmpty()
                        ? new Destination.Nowhere(
                                CallStatus.FAILED, UNAVAILABLE, 32400, "the trunk " + byoc + " has no target in use")
                        : Destination.Phones.inTurn(ways))
                .orElseGet(() -> new Destination.Nowhere(
                        CallStatus.FAILED, NOT_FOUND, 21300, "'" + byoc + "' is no trunk of this account"));
    }

    private static Destination.Nowhere notANumber(String text) {
        return new Destination.Nowhere(CallStatus.FAILED, NOT_FOUND, 13223, "'" + text + "' is not a number");
    }

    private Destination number(String text, NameAddress from, int hopsLeft) {
        var number = Numbers.e164(text).orElse(null);
        if (number == null) {
            return notANumber(text);
        }
        boolean own = engine.read(view -> view.records(PhoneNumber.class).stream()
                .anyMatch(r -> r.phoneNumber().equals(number)));
        if (own) {
            return Destination.Phones.inTurn(List.of(Destination.Attempt.phone(ourselves(number, from))));
        }
        var route = engine.read(view -> view.records(PhoneRoute.class).stream()
                .filter(r -> number.startsWith(r.prefix()))
                .max(Comparator.comparingInt(r -> r.prefix().length()))
                .orElse(null));
        if (route == null && hopsLeft > 0) {
            var ways = new Trunks(config, engine, sip, LOTS).to(number, from, account);
            if (!ways.isEmpty()) {
                return Destination.Phones.inTurn(ways);
            }
        }
        if (route == null || hopsLeft == 0) {
            return new Destination.Nowhere(CallStatus.FAILED, NOT_FOUND, 13224, "no route leads to " + number);
        }
        return Addresses.parse(route.target().replace("{number}", number))
                .map(target -> routed(target, from, hopsLeft - 1))
                .orElseGet(() -> new Destination.Nowhere(
                        CallStatus.FAILED, NOT_FOUND, 13224, "the route of " + number + " is bad"));
    }

    /// The operator's own route: any host is permitted, a phone that is off is not a failure of set-up.
    private Destination routed(Address target, NameAddress from, int hopsLeft) {
        if (target instanceof Address.Sip(var text, var _, var _)) {
            var uri = Addresses.sipUri(text).orElse(null);
            if (uri != null && !(ours(uri) && ourPort(uri))) {
                var invite = OutboundInvite.to(Targets.wire(uri), from).withHeaders(headers(uri));
                return Destination.Phones.inTurn(
                        List.of(new Destination.Attempt(invite, Targets.protection(uri), Destination.Reach.TRUNK)));
            }
            if (uri != null) {
                return client(uri.user().orElse(""), Map.of(), from);
            }
        }
        return find(target, from, hopsLeft);
    }

    /// A call from one of our numbers to another goes out and comes in again, as two legs.
    private OutboundInvite ourselves(String number, NameAddress from) {
        return OutboundInvite.to(sip.contact(number, Transport.UDP), from);
    }

    /// Phones that came over TLS are offered protected audio, and plain audio when they want none of it.
    private List<List<Destination.Attempt>> forks(
            List<Binding> bindings, NameAddress from, Headers headers, boolean secure) {
        return bindings.stream()
                .filter(binding -> !secure || binding.flow().transport() == Transport.TLS)
                .map(binding -> {
                    var invite = OutboundInvite.to(binding, from).withHeaders(headers);
                    var kept = new Destination.Attempt(invite, LegTerms.Protection.REQUIRED, Destination.Reach.PHONE);
                    var plain = Destination.Attempt.phone(invite);
                    boolean tls = binding.flow().transport() == Transport.TLS;
                    return secure
                            ? List.of(kept)
                            : tls && config.peering().protectByTls() ? List.of(kept, plain) : List.of(plain);
                })
                .toList();
    }

    /// The phones of the house under that name.
    List<Binding> bindings(String user) {
        return sip.registrar().bindings().stream()
                .filter(binding -> binding.addressOfRecord().user().equalsIgnoreCase(user)
                        && entrance.house(binding.addressOfRecord().domain()))
                .toList();
    }

    boolean ours(SipUri uri) {
        return config.domains().contains(uri.host().toLowerCase(Locale.ROOT));
    }

    /// Somebody else's box may run on our own machine, at a port of its own.
    private boolean ourPort(SipUri uri) {
        return uri.port() == 0
                || Stream.of(Transport.values())
                        .flatMap(transport -> sip.address(transport).stream())
                        .anyMatch(address -> address.getPort() == uri.port());
    }

    private NameAddress caller(String from, @Nullable String displayName) {
        var contact = sip.contact(CallerId.user(from), Transport.UDP);
        return NameAddress.of(displayName, SipUri.of(contact.user().orElse("anonymous"), contact.host(), 0));
    }

    private static Headers headers(SipUri uri) {
        var fields = new ArrayList<Headers.Field>();
        Addresses.query(uri.headers()).forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-") || EXTRA_HEADERS.contains(lower)) {
                field(name, value).ifPresent(fields::add);
            }
        });
        return Headers.of(fields);
    }

    private static Optional<Headers.Field> field(String name, String value) {
        try {
            return Optional.of(new Headers.Field(name, value));
        } catch (IllegalArgumentException _) {
            // Not a header's name or a line break inside: an application cannot smuggle lines into our requests.
            return Optional.empty();
        }
    }
}
