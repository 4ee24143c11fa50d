package org.cordboard.api.endpoint;

import java.util.List;
import java.util.Map;
import org.cordboard.api.http.Answer;

/// What browsers on other origins may do: everything that carries its own credentials, nothing that rests on a cookie.
final class Cors {
    /// Set by operations that rest on a cookie; such answers are for our own pages only.
    static final String SAME_ORIGIN_ONLY = "Cross-Origin-Resource-Policy";

    private static final String ALLOWED =
            "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since,"
                    + " apiVersion, clientVersion, X-Twilio-Token";
    static final Map<String, String> HEADERS = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS",
            "Access-Control-Allow-Headers", ALLOWED,
            "Access-Control-Allow-Credentials", "true",
            "Access-Control-Expose-Headers", "ETag, Twilio-Request-Id");

    private Cors() {}

    static Answer preflight(List<String> methods) {
        return Answer.empty(200)
                .withAll(HEADERS)
                .with("Access-Control-Allow-Methods", String.join(", ", methods) + ", OPTIONS")
                .with("Access-Control-Max-Age", "3600");
    }
}
