package org.cordboard.sip.sdp;

import org.jspecify.annotations.Nullable;

/// One payload format of a stream.
///
/// @param payload RTP payload type, 0 to 127
/// @param name encoding name as written, for instance PCMU or telephone-event
/// @param clockRate hertz
/// @param parameters the `a=fmtp` text behind the payload number, if any
public record Codec(
        int payload, String name, int clockRate, @Nullable String parameters) {
    public static final Codec PCMU = new Codec(0, "PCMU", 8000, null);
    public static final Codec PCMA = new Codec(8, "PCMA", 8000, null);
    /// RFC 4733 with the sixteen keys of a telephone.
    public static final Codec TELEPHONE_EVENT = new Codec(101, "telephone-event", 8000, "0-16");

    public boolean sameFormat(Codec other) {
        return name.equalsIgnoreCase(other.name) && clockRate == other.clockRate;
    }

    public boolean isTelephoneEvent() {
        return name.equalsIgnoreCase("telephone-event");
    }

    public Codec withPayload(int number) {
        return new Codec(number, name, clockRate, parameters);
    }

    String rtpMap() {
        return payload + " " + name + "/" + clockRate;
    }
}
