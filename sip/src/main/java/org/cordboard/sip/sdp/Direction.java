package org.cordboard.sip.sdp;

import java.util.Locale;
import java.util.Optional;

/// Which way media flows, from the point of view of the description's author.
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Direction> named(String attribute) {
        for (Direction direction : values()) {
            if (direction.attribute().equals(attribute)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }

    /// The same flow seen from the other side.
    public Direction reversed() {
        return of(receives, sends);
    }

    /// What both allow.
    public Direction and(Direction other) {
        return of(sends && other.sends, receives && other.receives);
    }

    private static Direction of(boolean sends, boolean receives) {
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }
}
