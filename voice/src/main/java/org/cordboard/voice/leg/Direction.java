package org.cordboard.voice.leg;

/// How a leg came about, in the API's words.
public enum Direction {
    INBOUND("inbound"),
    API("outbound-api"),
    DIAL("outbound-dial");

    private final String wire;

    Direction(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
