package org.cordboard.api;

import java.util.List;

/// What browsers may ask to find a way through their networks.
///
/// @param stun   `stun:host:port` each
/// @param turn   `turn:host:port?transport=udp` each
/// @param secret shared with the TURN servers; empty for none
public record IceServers(List<String> stun, List<String> turn, String secret) {
    public IceServers {
        stun = List.copyOf(stun);
        turn = List.copyOf(turn);
    }

    public static IceServers none() {
        return new IceServers(List.of(), List.of(), "");
    }

    /// The secret stays one.
    @Override
    public String toString() {
        return "IceServers[" + stun + ", " + turn + "]";
    }
}
