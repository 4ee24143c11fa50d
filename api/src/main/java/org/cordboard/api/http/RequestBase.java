package org.cordboard.api.http;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds scheme and authority for absolute links: configured, else as a proxy reports it, else from the Host header.
public final class RequestBase {
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._~:\\-\\[\\]]{1,255}");
    private final @Nullable String configured;
    private final String scheme;
    private final String fallback;

    /// @param scheme of the listener itself
    public RequestBase(@Nullable URI configured, String scheme, String fallback) {
        this.configured = configured == null ? null : withoutSlash(configured.toString());
        this.scheme = scheme;
        this.fallback = fallback;
    }

    public String of(Map<String, String> headers) {
        if (configured != null) {
            return configured;
        }
        String used = "https".equals(firstOf(headers.get("x-forwarded-proto"))) ? "https" : scheme;
        String host = firstOf(headers.get("x-forwarded-host"));
        if (host == null) {
            host = headers.get("host");
        }
        return host != null && AUTHORITY.matcher(host).matches() ? used + "://" + host : fallback;
    }

    private static @Nullable String firstOf(@Nullable String list) {
        if (list == null) {
            return null;
        }
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
