package org.cordboard.media;

/// The codecs of RFC 3551 that every phone and every browser has; both carry 8,000 samples a second, one byte each.
public enum Codec {
    PCMU(0),
    PCMA(8);

    private final int payloadType;

    Codec(int payloadType) {
        this.payloadType = payloadType;
    }

    /// The static RTP payload type.
    public int payloadType() {
        return payloadType;
    }
}
