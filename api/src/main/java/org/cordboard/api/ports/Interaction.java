package org.cordboard.api.ports;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request about a call and what came back, whichever way it went.
///
/// @param parameters by their wire names
/// @param status     null when there was no answer at all
/// @param body       of the answer, cut where it is long; of a failure what went wrong
public record Interaction(
        Instant at,
        String method,
        String url,
        Map<String, String> parameters,
        @Nullable Integer status,
        Duration took,
        @Nullable String contentType,
        @Nullable String body) {

    /// Parameters and bodies hold phone numbers and more, so neither is printed.
    @Override
    public String toString() {
        return method + " " + url + " " + status;
    }
}
