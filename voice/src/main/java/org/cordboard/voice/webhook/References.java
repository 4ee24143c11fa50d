package org.cordboard.voice.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/// Relative references by RFC 3986 section 5.2, where the JDK differs: an empty one, a mere query, and a base without a
/// path. Characters that have no place in an address, as servers write them all the same, are encoded. Pure.
public final class References {
    private static final String UNSAFE = " \"<>\\^`{|}";

    private References() {}

    /// @param base absolute
    public static URI resolve(URI base, String reference) throws URISyntaxException {
        var relative = new URI(encoded(reference.strip()));
        if (relative.isAbsolute() || relative.getRawAuthority() != null) {
            return base.resolve(relative);
        }
        if (relative.getRawPath().isEmpty()) {
            var query = relative.getRawQuery() == null ? base.getRawQuery() : relative.getRawQuery();
            return new URI(beforeQuery(base)
                    + (query == null ? "" : "?" + query)
                    + (relative.getRawFragment() == null ? "" : "#" + relative.getRawFragment()));
        }
        return (base.getRawPath().isEmpty() ? new URI(beforeQuery(base) + "/") : base).resolve(relative);
    }

    private static String beforeQuery(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    private static String encoded(String reference) {
        if (reference.chars().allMatch(c -> c > ' ' && c < 0x7f && UNSAFE.indexOf(c) < 0)) {
            return reference;
        }
        var text = new StringBuilder();
        for (byte b : reference.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (c <= ' ' || c >= 0x7f || UNSAFE.indexOf(c) >= 0) {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                text.append((char) c);
            }
        }
        return text.toString();
    }
}
