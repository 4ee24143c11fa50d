package org.cordboard.media;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What was counted on an endpoint since it was opened; a copy, taken at most one second ago.
///
/// @param packetsLate packets that came after their turn; part of `packetsReceived`
/// @param packetsRefused packets dropped because of their form, their source or a payload type we do not have
/// @param jitterMillis interarrival jitter, RFC 3550 appendix A.8
/// @param playoutDelayMillis audio waiting in the jitter buffer
/// @param inboundLevel loudness of the last second received, in dBFS; −127 is digital silence
/// @param remoteLossPercent what the far end reported as lost of what we send, or −1 when it sent no RTCP
/// @param roundTrip from RTCP, zero while unknown
/// @param signalled where the SDP says the far end is
/// @param observed where packets come from
/// @param codec what we send, null before anything was agreed
public record MediaFigures(
        long packetsReceived,
        long packetsLost,
        long packetsLate,
        long packetsRefused,
        long packetsSent,
        double jitterMillis,
        double playoutDelayMillis,
        double inboundLevel,
        double outboundLevel,
        double remoteLossPercent,
        Duration roundTrip,
        InetSocketAddress local,
        @Nullable InetSocketAddress signalled,
        @Nullable InetSocketAddress observed,
        @Nullable Codec codec) {}
