package org.cordboard.media;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the media plane meets the network and how much it takes on.
///
/// @param bind the address all sockets are bound to
/// @param advertised the address written into SDP; differs from `bind` behind one-to-one NAT
/// @param portMin first port of the RTP range, or 0 to let the system choose every port
/// @param portMax last port of the RTP range; each endpoint takes an even port and the odd one after it
/// @param webRtcPort the one UDP port of all browser phones; 0 lets the system choose
/// @param webRtcBind where the browser port is bound, when not `bind`: browsers do not use loopback addresses
/// @param threads media threads; a room and everyone in it lives on one of them
/// @param maxEndpoints legs above this are refused, so that those in progress stay good
/// @param rtpTimeout how long an endpoint that expects audio may receive nothing before its listener hears of it; zero: never
public record MediaConfig(
        InetAddress bind,
        InetAddress advertised,
        int portMin,
        int portMax,
        int webRtcPort,
        @Nullable InetAddress webRtcBind,
        int threads,
        int maxEndpoints,
        Duration rtpTimeout) {
    public MediaConfig {
        require(portMin == 0 || (portMin >= 1_024 && portMax <= 65_535 && portMin + 1 <= portMax),
                "media.port-min and media.port-max must span at least two ports above 1023, were " + portMin + " and " + portMax);
        require(webRtcPort >= 0 && webRtcPort <= 65_535, "media.web-rtc-port must be a port, was " + webRtcPort);
        require(threads >= 1 && threads <= 64, "media.threads must be from 1 to 64, was " + threads);
        require(maxEndpoints >= 1, "media.max-endpoints must be at least 1, was " + maxEndpoints);
        require(!rtpTimeout.isNegative(), "media.rtp-timeout must not be negative, was " + rtpTimeout);
    }

    /// Loopback, system-chosen ports, one thread: what tests and a first start use.
    public static MediaConfig loopback() {
        var loopback = InetAddress.getLoopbackAddress();
        return new MediaConfig(loopback, loopback, 0, 0, 0, null, 1, 10_000, Duration.ofSeconds(60));
    }

    public MediaConfig withPorts(int min, int max) {
        return new MediaConfig(bind, advertised, min, max, webRtcPort, webRtcBind, threads, maxEndpoints, rtpTimeout);
    }

    public MediaConfig withThreads(int count) {
        return new MediaConfig(bind, advertised, portMin, portMax, webRtcPort, webRtcBind, count, maxEndpoints, rtpTimeout);
    }

    public MediaConfig withMaxEndpoints(int count) {
        return new MediaConfig(bind, advertised, portMin, portMax, webRtcPort, webRtcBind, threads, count, rtpTimeout);
    }

    public MediaConfig withRtpTimeout(Duration timeout) {
        return new MediaConfig(bind, advertised, portMin, portMax, webRtcPort, webRtcBind, threads, maxEndpoints, timeout);
    }

    public MediaConfig withAddresses(InetAddress bound, InetAddress shown) {
        return new MediaConfig(bound, shown, portMin, portMax, webRtcPort, webRtcBind, threads, maxEndpoints, rtpTimeout);
    }

    public MediaConfig withWebRtc(InetAddress bound, int port) {
        return new MediaConfig(bind, advertised, portMin, portMax, port, bound, threads, maxEndpoints, rtpTimeout);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
