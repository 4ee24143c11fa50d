package org.cordboard.voice.dial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.sip.Flow;
import org.cordboard.sip.Registrar;
import org.cordboard.sip.Transport;

/// Where phones may register (Voice reference 11.2): in the house, and in domains of the API, which grant ten minutes at
/// least, hold a limited number of phones, and may want TLS.
public final class PhoneDomains implements Registrar.Domains {
    private static final int EXPIRES_MIN = 600;

    private final Entrance entrance;
    private final Limits limits;

    /// @param domain contacts of one domain
    /// @param account contacts of all domains of an account
    public record Limits(int domain, int account) {
        public static final Limits PUBLISHED = new Limits(10_000, 20_000);
    }

    public PhoneDomains(Entrance entrance, Limits limits) {
        this.entrance = entrance;
        this.limits = limits;
    }

    /// Phones register under the name of their domain.
    @Override
    public Optional<String> realm(String domain) {
        return entrance.house(domain)
                ? Optional.of(domain.toLowerCase(Locale.ROOT))
                : taking(domain).map(SipDomain::domainName);
    }

    private Optional<SipDomain> taking(String domain) {
        return entrance.domain(domain).filter(SipDomain::takesRegistrations);
    }

    @Override
    public int minExpires(String domain, int usual) {
        return entrance.house(domain) ? usual : EXPIRES_MIN;
    }

    @Override
    public boolean admits(String domain, Flow source) {
        return source.transport() == Transport.TLS
                || taking(domain).filter(SipDomain::secure).isEmpty();
    }

    @Override
    public List<Registrar.Share> shares(String domain) {
        return taking(domain)
                .map(own -> List.of(
                        new Registrar.Share(Set.of(own.domainName()), limits.domain()),
                        new Registrar.Share(
                                entrance.domains(own.account()).stream()
                                        .map(SipDomain::domainName)
                                        .collect(Collectors.toSet()),
                                limits.account())))
                .orElse(List.of());
    }
}
