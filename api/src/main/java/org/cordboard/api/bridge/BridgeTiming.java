package org.cordboard.api.bridge;

import java.time.Duration;

/// How long things take on the bridges; tests make them short.
///
/// @param heartbeat   between two blanks on each socket; clients give up after 30 s (newer) or 60 s (older)
/// @param offline     after a newer client's last socket, before its worker goes offline where the client asked so
/// @param disconnect  the same for the older client's `disconnectActivitySid`
public record BridgeTiming(Duration heartbeat, Duration offline, Duration disconnect) {
    public static BridgeTiming standard() {
        return new BridgeTiming(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(5));
    }
}
