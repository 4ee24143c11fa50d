package org.cordboard.voice.leg;

/// How a leg came about, in the API's words.
public enum Direction {
    INBOUND("inbound"),
    API("outbound-api"),
    DIAL("outbound-dial"),
    /// To an account's exchange, both legs.
    TRUNK_ORIGINATING("trunking-originating"),
    /// From an account's exchange to the world, both legs.
    TRUNK_TERMINATING("trunking-terminating");

    private final String wire;

    Direction(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
