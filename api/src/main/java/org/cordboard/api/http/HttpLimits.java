package org.cordboard.api.http;

/// What one stranger may send and hold.
///
/// @param maxBodyBytes      largest request body; a workflow configuration of a megabyte, url-encoded, must fit
/// @param maxParameters     most parameters in one request
/// @param maxHeaderBytes    all header lines together
/// @param maxTargetBytes    request line; browser sockets carry their whole token there
/// @param maxConnections    open connections of all kinds
/// @param requestsPerSecond per account; 0 switches the limit off
public record HttpLimits(
        int maxBodyBytes,
        int maxParameters,
        int maxHeaderBytes,
        int maxTargetBytes,
        int maxConnections,
        int requestsPerSecond) {
    public HttpLimits {
        require(maxBodyBytes >= 1024, "http.max-body-bytes must be at least 1024, was " + maxBodyBytes);
        require(maxParameters >= 16, "http.max-parameters must be at least 16, was " + maxParameters);
        require(maxHeaderBytes >= 1024, "http.max-header-bytes must be at least 1024, was " + maxHeaderBytes);
        require(maxTargetBytes >= 1024, "http.max-target-bytes must be at least 1024, was " + maxTargetBytes);
        require(maxConnections >= 1, "http.max-connections must be at least 1, was " + maxConnections);
        require(requestsPerSecond >= 0, "http.requests-per-second must not be negative, was " + requestsPerSecond);
    }

    public static HttpLimits standard() {
        return new HttpLimits(4 << 20, 2_000, 32 << 10, 32 << 10, 20_000, 0);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
