package org.cordboard.sip.message;

import java.util.Locale;

/// An address as it stands in a request line or a name-addr: SIP and SIPS URIs are understood, others are
/// carried along.
public sealed interface Uri permits SipUri, OtherUri {

    /// Lower case, without the colon.
    String scheme();

    static Uri parse(String text) throws Malformed {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new Malformed("URI has no scheme", 0);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        for (int i = 0; i < scheme.length(); i++) {
            char c = scheme.charAt(i);
            if (!(c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0))) {
                throw new Malformed("bad URI scheme", i);
            }
        }
        return switch (scheme) {
            case "sip" -> SipUri.parseAfterScheme(false, text.substring(colon + 1));
            case "sips" -> SipUri.parseAfterScheme(true, text.substring(colon + 1));
            default -> OtherUri.of(scheme, text.substring(colon + 1));
        };
    }
}
