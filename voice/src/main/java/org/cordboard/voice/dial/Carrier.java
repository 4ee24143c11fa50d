package org.cordboard.voice.dial;

import java.util.List;
import java.util.Optional;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.SipUri;

/// A trunk of the operator's: where numbers of others are reached, and who may bring calls to ours.
///
/// @param name for the log
/// @param uri its host, with port and transport; `sips:` or `transport=tls` for TLS
/// @param credentials for its challenges and our registration
/// @param register whether we register there, so that it knows where to bring calls
/// @param prefixes numbers that it takes; empty for all
/// @param priority the lowest is tried first
/// @param weight share of the calls among equals
/// @param sources addresses from which it calls, besides that of its own host
/// @param identity header that tells it whose call this is, besides From
/// @param format how it wants numbers written
/// @param secure whether audio must be protected (SRTP)
public record Carrier(
        String name,
        SipUri uri,
        Optional<DigestCredentials> credentials,
        boolean register,
        List<String> prefixes,
        int priority,
        int weight,
        List<AddressRange> sources,
        Identity identity,
        Format format,
        boolean secure) {
    /// How the caller is named.
    public enum Identity {
        NONE,
        /// P-Asserted-Identity, RFC 3325.
        ASSERTED,
        REMOTE_PARTY_ID
    }

    /// How a number is written in request lines.
    public enum Format {
        /// `+4930123456`
        E164,
        /// `4930123456`
        PLAIN
    }

    public Carrier {
        prefixes = List.copyOf(prefixes);
        sources = List.copyOf(sources);
        if (weight < 0 || priority < 0) {
            throw new IllegalArgumentException("trunk " + name + ": priority and weight must not be negative");
        }
        if (register && (credentials.isEmpty() || uri.user().isEmpty())) {
            throw new IllegalArgumentException(
                    "trunk " + name + ": to register it needs a user in its URI and a password");
        }
    }

    /// An open trunk that takes everything.
    public static Carrier to(String name, SipUri uri) {
        return new Carrier(
                name,
                uri,
                Optional.empty(),
                false,
                List.of(),
                1,
                1,
                List.of(),
                Identity.ASSERTED,
                Format.E164,
                uri.secure());
    }

    boolean takes(String number) {
        return prefixes.isEmpty() || prefixes.stream().anyMatch(number::startsWith);
    }

    String written(String number) {
        return switch (format) {
            case E164 -> number;
            case PLAIN -> number.startsWith("+") ? number.substring(1) : number;
        };
    }

    @Override
    public String toString() {
        return "Carrier[" + name + "]";
    }
}
