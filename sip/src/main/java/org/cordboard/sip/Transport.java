package org.cordboard.sip;

import java.util.Locale;
import java.util.Optional;

/// How messages travel.
public enum Transport {
    UDP(5060),
    TCP(5060),
    TLS(5061);

    private final int defaultPort;

    Transport(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// Reliable transports need no retransmission.
    public boolean reliable() {
        return this != UDP;
    }

    /// As in the `transport=` parameter.
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Transport> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Optional.of(UDP);
            case "TCP" -> Optional.of(TCP);
            case "TLS" -> Optional.of(TLS);
            default -> Optional.empty();
        };
    }
}
