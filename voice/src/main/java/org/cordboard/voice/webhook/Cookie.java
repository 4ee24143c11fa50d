package org.cordboard.voice.webhook;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One cookie as RFC 6265 section 5 keeps it. Immutable.
///
/// @param domain in lower case, without a leading dot
/// @param hostOnly whether hosts below the domain are left out
/// @param until when it ends; [Instant#MAX] with the call
record Cookie(
        String name, String value, String domain, boolean hostOnly, String path, boolean secure, Instant until) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    /// Reads a `Set-Cookie`; null when it sets nothing or is not the server's to set.
    static @Nullable Cookie of(URI from, String header, Instant now) {
        var parts = header.split(";");
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return null;
        }
        var host = host(from);
        var domain = host;
        boolean hostOnly = true;
        var path = directory(from);
        boolean secure = false;
        Instant expires = null;
        Instant aged = null;
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            var name = (at < 0 ? parts[i] : parts[i].substring(0, at)).strip().toLowerCase(Locale.ROOT);
            var value = at < 0 ? "" : parts[i].substring(at + 1).strip();
            switch (name) {
                case "domain" -> {
                    if (!value.isEmpty()) {
                        domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
                        hostOnly = false;
                    }
                }
                case "path" -> path = value.startsWith("/") ? value : directory(from);
                case "secure" -> secure = true;
                case "max-age" -> aged = aged(value, now);
                case "expires" -> expires = date(value);
                default -> {
                    // HttpOnly and SameSite concern browsers; unknown ones are ignored (5.2).
                }
            }
        }
        if (!hostOnly && !domain.equals(host) && (!below(host, domain) || domain.indexOf('.') < 0)) {
            return null;
        }
        var until = aged != null ? aged : expires != null ? expires : Instant.MAX;
        return new Cookie(
                parts[0].substring(0, equals).strip(),
                parts[0].substring(equals + 1).strip(),
                domain,
                hostOnly,
                path,
                secure,
                until);
    }

    boolean sameAs(Cookie other) {
        return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
    }

    boolean appliesTo(URI uri) {
        var host = host(uri);
        boolean ours = host.equals(domain) || (!hostOnly && below(host, domain));
        return ours && under(pathOf(uri)) && (!secure || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private boolean under(String of) {
        return of.equals(path) || of.startsWith(path.endsWith("/") ? path : path + "/");
    }

    private static boolean below(String host, String domain) {
        return host.endsWith("." + domain) && !ADDRESS.matcher(host).matches();
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static String pathOf(URI uri) {
        var path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /// The default path (5.1.4): up to the last slash, without it.
    private static String directory(URI uri) {
        var path = pathOf(uri);
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static @Nullable Instant aged(String seconds, Instant now) {
        try {
            long age = Long.parseLong(seconds);
            return age <= 0 ? Instant.MIN : now.plusSeconds(Math.min(age, Integer.MAX_VALUE));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /// The usual form only, with or without hyphens in the date; another one leaves the cookie to the call's end.
    private static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text.replace('-', ' '), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
