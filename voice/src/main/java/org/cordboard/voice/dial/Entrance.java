package org.cordboard.voice.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.RecordsChanged;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.voice.VoiceConfig;
import org.jspecify.annotations.Nullable;

/// Who may come in by SIP: from where domains and numbers are called, and whose password counts (Voice reference 11.1,
/// 11.2). The thread that reads the network asks a snapshot, which follows the records within milliseconds; everybody
/// else asks the records.
public final class Entrance implements AutoCloseable {
    private final VoiceConfig config;
    private final Engine engine;
    private final Map<Carrier, List<InetAddress>> hosts = new HashMap<>();
    private final Engine.Subscription subscription;
    private volatile Snapshot snapshot = new Snapshot(Map.of());

    /// Address ranges of each domain that is guarded by some, by its name.
    private record Snapshot(Map<String, List<AddressRange>> guarded) {}

    public Entrance(VoiceConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
        for (var carrier : config.peering().carriers()) {
            hosts.put(carrier, addresses(carrier.uri().host()));
        }
        subscription = engine.follow("sip-entrance", engine.position(), this::committed);
        refresh();
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return List.of(); // calls from it then need an address list
        }
    }

    private void committed(Committed committed) {
        if (committed.event() instanceof RecordsChanged changed
                && (changed.changed().stream().anyMatch(Entrance::matters)
                        || changed.removed().stream().anyMatch(Entrance::matters))) {
            refresh();
        }
    }

    private static boolean matters(Entity entity) {
        return entity instanceof SipDomain
                || entity instanceof SipMapping
                || entity instanceof Trunk
                || entity instanceof IpAccessEntry
                || entity instanceof IpAccessControlList;
    }

    private void refresh() {
        snapshot = new Snapshot(engine.read(view -> {
            var guarded = new HashMap<String, List<AddressRange>>();
            // Where both have a name, it is the domain's.
            view.records(Trunk.class).forEach(trunk -> guard(guarded, view, trunk.domainName(), trunk.sid().value()));
            view.records(SipDomain.class)
                    .forEach(domain -> guard(guarded, view, domain.domainName(), domain.sid().value()));
            return guarded;
        }));
    }

    private static void guard(
            Map<String, List<AddressRange>> guarded, RoutingView view, String name, String owner) {
        var lists = lists(view, owner, SipMapping.CALLS, "AL");
        if (!lists.isEmpty()) {
            guarded.put(name, ranges(view, lists));
        }
    }

    private static Set<String> lists(RoutingView view, String owner, String use, String prefix) {
        return view.records(SipMapping.class).stream()
                .filter(m -> m.owner().equals(owner)
                        && m.use().equals(use)
                        && m.list().startsWith(prefix))
                .map(SipMapping::list)
                .collect(Collectors.toSet());
    }

    private static List<AddressRange> ranges(RoutingView view, Set<String> lists) {
        return view.records(IpAccessEntry.class).stream()
                .filter(entry -> lists.contains(entry.list().value()))
                .map(entry -> AddressRange.parse(entry.ipAddress() + "/" + entry.prefixLength()))
                .toList();
    }

    /// False for a call to a domain that its address lists do not allow: it is not even answered.
    boolean admits(String host, InetAddress source) {
        var ranges = snapshot.guarded.get(host.toLowerCase(Locale.ROOT));
        return ranges == null || within(ranges, source);
    }

    /// Whether this address is one of ours, a trunk's, or allowed to call.
    boolean expects(InetAddress source) {
        return within(config.peering().sources(), source)
                || carrier(source).isPresent()
                || snapshot.guarded.values().stream().anyMatch(ranges -> within(ranges, source));
    }

    private static boolean within(List<AddressRange> ranges, InetAddress source) {
        return ranges.stream().anyMatch(range -> range.contains(source));
    }

    /// The trunk that calls from this address.
    Optional<Carrier> carrier(InetAddress source) {
        return config.peering().carriers().stream()
                .filter(carrier -> within(carrier.sources(), source)
                        || hosts.getOrDefault(carrier, List.of()).contains(source))
                .findFirst();
    }

    /// Whether calls to our numbers are taken from there without a password.
    boolean open(InetAddress source) {
        return within(config.peering().sources(), source) || carrier(source).isPresent();
    }

    /// The domain to which a carrier of an account's own brings its calls from there, though it may not know its name.
    Optional<SipDomain> carried(InetAddress source) {
        return snapshot.guarded.entrySet().stream()
                .filter(entry -> within(entry.getValue(), source))
                .map(Map.Entry::getKey)
                .sorted()
                .flatMap(name -> domain(name).stream())
                .filter(SipDomain::carried)
                .findFirst();
    }

    Optional<SipDomain> domain(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return engine.read(view -> view.records(SipDomain.class).stream()
                .filter(domain -> domain.domainName().equals(name))
                .findFirst());
    }

    /// The trunk whose exchange calls this host; our own names are nobody's.
    Optional<Trunk> trunk(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return house(name)
                ? Optional.empty()
                : engine.read(view -> view.records(Trunk.class).stream()
                        .filter(trunk -> trunk.domainName().equals(name))
                        .findFirst());
    }

    List<SipDomain> domains(AccountSid account) {
        return engine.read(view -> view.records(SipDomain.class).stream()
                .filter(domain -> domain.account().equals(account))
                .toList());
    }

    boolean house(String host) {
        return config.domains().contains(host.toLowerCase(Locale.ROOT));
    }

    /// What a caller of the domain has to show.
    ///
    /// @param addresses the ranges it must come from, null when any will do
    /// @param credentials the lists one of whose passwords it must know; empty when none is asked for
    record Guard(@Nullable List<AddressRange> addresses, Set<String> credentials) {
        boolean none() {
            return addresses == null && credentials.isEmpty();
        }

        boolean allows(InetAddress source) {
            return addresses == null || within(addresses, source);
        }
    }

    /// @param owner SID of a domain or trunk
    Guard guard(String owner) {
        return engine.read(view -> {
            var lists = lists(view, owner, SipMapping.CALLS, "AL");
            return new Guard(
                    lists.isEmpty() ? null : ranges(view, lists), lists(view, owner, SipMapping.CALLS, "CL"));
        });
    }

    /// The password of a user in one of the lists.
    Optional<DigestSecret> secret(String realm, String user, Set<String> lists) {
        return engine.read(view -> view.records(SipCredential.class).stream()
                        .filter(c -> c.identity().equals(user) && lists.contains(name(c.list())))
                        .findFirst())
                .map(credential -> DigestSecret.ofPassword(realm, user, credential.secret()));
    }

    private static String name(@Nullable CredentialListSid list) {
        return list == null ? "" : list.value();
    }

    /// The password of a phone of the house: any credential whose list guards nothing in particular.
    public Optional<DigestSecret> houseSecret(String realm, String user) {
        return engine.read(view -> {
                    var mapped = view.records(SipMapping.class).stream()
                            .map(SipMapping::list)
                            .collect(Collectors.toSet());
                    return view.records(SipCredential.class).stream()
                            .filter(c -> c.identity().equals(user) && !mapped.contains(name(c.list())))
                            .findFirst();
                })
                .map(credential -> DigestSecret.ofPassword(realm, user, credential.secret()));
    }

    public Optional<DigestSecret> registrationSecret(String realm, String user) {
        if (house(realm)) {
            return houseSecret(realm, user);
        }
        return domain(realm).flatMap(domain -> {
            var lists = engine.read(
                    view -> lists(view, domain.sid().value(), SipMapping.REGISTRATIONS, "CL"));
            return secret(realm, user, lists);
        });
    }

    @Override
    public void close() {
        subscription.close();
    }
}
