package org.cordboard.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What offer and answer agreed about the far end's audio.
///
/// @param rtp where the far end's SDP says it listens; audio goes there until packets arrive from somewhere else (symmetric RTP)
/// @param codec what we send; what we receive may be any codec we have
/// @param telephoneEvent RTP payload type of RFC 4733 events, or [#NO_TELEPHONE_EVENT]
/// @param direction what we do
/// @param keys of SRTP (RFC 3711); null for plain RTP
public record RemoteMedia(
        InetSocketAddress rtp, Codec codec, int telephoneEvent, Direction direction, @Nullable MediaKeys keys) {
    public static final int NO_TELEPHONE_EVENT = -1;

    public RemoteMedia {
        if (telephoneEvent != NO_TELEPHONE_EVENT && (telephoneEvent < 1 || telephoneEvent > 127)) {
            throw new IllegalArgumentException("not an RTP payload type: " + telephoneEvent);
        }
        if (rtp.isUnresolved()) {
            throw new IllegalArgumentException("resolve the address first: " + rtp);
        }
    }

    public RemoteMedia(InetSocketAddress rtp, Codec codec, int telephoneEvent) {
        this(rtp, codec, telephoneEvent, Direction.SENDRECV);
    }

    public RemoteMedia(InetSocketAddress rtp, Codec codec, int telephoneEvent, Direction direction) {
        this(rtp, codec, telephoneEvent, direction, null);
    }

    public RemoteMedia with(Direction other) {
        return new RemoteMedia(rtp, codec, telephoneEvent, other, keys);
    }
}
