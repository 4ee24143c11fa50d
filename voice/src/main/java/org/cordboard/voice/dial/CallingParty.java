package org.cordboard.voice.dial;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;

/// Who calls, as applications see it, read from what the INVITE says (Voice reference 2.7, 3.3, 11.4). Any thread.
public final class CallingParty {
    /// The number that stands for a caller who does not want to be known: ANONYMOUS on a telephone's keys.
    static final String WITHHELD = "+266696687";

    static final SipUri NOBODY = SipUri.of("anonymous", "anonymous.invalid", 0);
    private static final Set<String> HIDDEN = Set.of("anonymous", "unknown", "restricted", "unavailable");
    private static final int EXTRA_MAX = 32;

    private CallingParty() {}

    /// Whether this is nobody's name.
    static boolean anonymous(String shown) {
        return shown.isEmpty()
                || shown.equals(WITHHELD)
                || HIDDEN.contains(shown.toLowerCase(Locale.ROOT))
                || Addresses.isSip(shown)
                        && Addresses.sipUri(shown)
                                .flatMap(SipUri::user)
                                .filter(user -> HIDDEN.contains(user.toLowerCase(Locale.ROOT)))
                                .isPresent();
    }

    /// A caller of a number: a number where it can be one, else the SIP address.
    ///
    /// @param trusted whether the word of the network that brings the call counts, as a carrier's does
    static String ofNumber(InboundInvite invite, boolean trusted, String countryCode) {
        if (hidden(invite)) {
            return WITHHELD;
        }
        return caller(trusted ? identity(invite) : invite.request().from(), countryCode);
    }

    /// A caller of a domain: always an address.
    static String ofDomain(InboundInvite invite) {
        return hidden(invite) ? NOBODY.toString() : address(invite.request().from());
    }

    /// A caller as applications see him.
    public static String caller(NameAddress from) {
        return caller(from, "");
    }

    private static String caller(NameAddress from, String countryCode) {
        if (!(from.uri() instanceof SipUri uri)) {
            return from.uri().toString();
        }
        var shown = Numbers.e164(uri.user().orElse("anonymous"), countryCode).orElseGet(() -> address(from));
        return anonymous(shown) ? WITHHELD : shown;
    }

    /// RFC 3323 section 4.2, RFC 3325 section 9.3: anything but `none` asks that the caller be hidden.
    private static boolean hidden(InboundInvite invite) {
        return invite.request().headers().values("Privacy").stream()
                .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split("[;,\\s]+")))
                .anyMatch(Set.of("id", "user", "header", "session")::contains);
    }

    /// Without port and parameters.
    private static String address(NameAddress from) {
        return from.uri() instanceof SipUri uri
                ? SipUri.of(uri.user().orElse("anonymous"), uri.host(), 0).toString()
                : from.uri().toString();
    }

    /// Whose call a trunk says it is: P-Asserted-Identity (RFC 3325), else Remote-Party-ID, else From.
    private static NameAddress identity(InboundInvite invite) {
        var headers = invite.request().headers();
        return headers.values("P-Asserted-Identity").stream()
                .flatMap(text -> parsed(text).stream())
                .findFirst()
                .or(() -> headers.first("Remote-Party-ID").flatMap(CallingParty::parsed))
                .filter(address -> address.uri() instanceof SipUri uri && uri.user().isPresent())
                .orElse(invite.request().from());
    }

    /// Whom the call was for first: Diversion (RFC 5806), else the first entry of History-Info (RFC 7044).
    static Optional<String> forwarded(InboundInvite invite, String countryCode) {
        var headers = invite.request().headers();
        return headers.first("Diversion")
                .flatMap(CallingParty::parsed)
                .or(() -> {
                    var history = headers.values("History-Info");
                    return history.size() > 1 ? parsed(history.getFirst()) : Optional.empty();
                })
                .map(diverted -> caller(diverted, countryCode));
    }

    private static Optional<NameAddress> parsed(String text) {
        try {
            return Optional.of(NameAddress.parse(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    /// Parameters of requests that tell where a call by SIP came from.
    static Map<String, String> origin(InboundInvite invite) {
        return Map.of(
                "SipCallId", invite.request().callId(),
                "SipSourceIp", invite.source().remote().getAddress().getHostAddress());
    }

    /// The caller's own headers as parameters of requests.
    ///
    /// @param known parameters that are there already
    static Map<String, String> headers(InboundInvite invite, Map<String, String> known) {
        var extra = new LinkedHashMap<>(known);
        invite.request().headers().forEach(field -> {
            if ((field.name().regionMatches(true, 0, "X-", 0, 2) || field.name().equalsIgnoreCase("User-to-User"))
                    && extra.size() < EXTRA_MAX) {
                extra.put("SipHeader_" + field.name(), field.value());
            }
        });
        return extra;
    }
}
