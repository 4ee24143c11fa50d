package org.cordboard.voice.dial;

import java.time.Duration;
import java.util.List;

/// Whom we trust on the telephone side, and how numbers are written there.
///
/// @param carriers the operator's trunks
/// @param sources addresses whose calls to our numbers are taken though they are no trunk's and no phone's of ours
/// @param countryCode digits put before numbers that begin with a national 0, as `49`; empty where there are none
/// @param hostPatience how long a trunk's host may be silent before the next one is tried
/// @param protectByTls whether phones that registered over TLS are offered protected audio first
public record Peering(
        List<Carrier> carriers,
        List<AddressRange> sources,
        String countryCode,
        Duration hostPatience,
        boolean protectByTls) {
    /// This machine alone.
    public static final Peering LOOPBACK = new Peering(
            List.of(),
            List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1")),
            "",
            Duration.ofSeconds(4),
            true);

    public Peering {
        carriers = List.copyOf(carriers);
        sources = List.copyOf(sources);
        if (!countryCode.matches("[1-9]?[0-9]{0,2}")) {
            throw new IllegalArgumentException("sip.country-code must be up to three digits, was " + countryCode);
        }
        if (hostPatience.toMillis() < 500) {
            throw new IllegalArgumentException("sip.host-patience must be at least 500 ms, was " + hostPatience);
        }
    }

    public Peering withCarriers(List<Carrier> others) {
        return new Peering(others, sources, countryCode, hostPatience, protectByTls);
    }

    public Peering withSources(List<AddressRange> others) {
        return new Peering(carriers, others, countryCode, hostPatience, protectByTls);
    }
}
