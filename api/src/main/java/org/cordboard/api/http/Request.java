package org.cordboard.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request as it arrived, independent of the server library.
///
/// @param path    still percent-encoded, without the query
/// @param query   still percent-encoded, empty when there is none
/// @param headers names in lower case; repeated lines joined by comma
/// @param remote  address of the peer, without port
/// @param base    scheme and authority under which the caller reached us, for absolute links; no trailing slash
public record Request(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        String remote,
        String base) {

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String contentType() {
        String type = header("content-type");
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The host name of the Host header, lower case, without port; empty when there is none.
    public String host() {
        String host = header("host");
        if (host == null) {
            return "";
        }
        int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
        return (port > 0 ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    public @Nullable String cookie(String name) {
        String cookies = header("cookie");
        if (cookies == null) {
            return null;
        }
        for (String cookie : cookies.split(";", 100)) {
            String trimmed = cookie.strip();
            if (trimmed.startsWith(name + "=")) {
                return trimmed.substring(name.length() + 1);
            }
        }
        return null;
    }

    /// User and password of an `Authorization: Basic` header; null when there is none that can be read.
    public @Nullable BasicCredentials basicCredentials() {
        String authorization = header("authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /// Never printed: the password is a secret.
    public record BasicCredentials(String user, String password) {
        @Override
        public String toString() {
            return "BasicCredentials[" + user + "]";
        }
    }

    /// Bodies and headers carry secrets and phone numbers, so neither is printed.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
