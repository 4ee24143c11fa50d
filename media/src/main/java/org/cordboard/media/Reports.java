package org.cordboard.media;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.cordboard.media.rtp.Rtcp;

/// The control stream beside one endpoint's audio (RFC 3550 section 6): a report every five seconds, a goodbye at the end.
/// Owned by the endpoint's media thread.
final class Reports {
    private static final int REPORT_SECONDS = 5;

    private final Transport transport;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Rtcp rtcp;
    private int seconds;

    Reports(Transport transport, Inbound inbound, Outbound outbound, RandomGenerator random) {
        this.transport = transport;
        this.inbound = inbound;
        this.outbound = outbound;
        rtcp = new Rtcp(Integer.toHexString(outbound.ssrc) + "@" + transport.local().getAddress().getHostAddress());
        seconds = random.nextInt(REPORT_SECONDS); // so that not all endpoints report at once
    }

    /// Takes what came on the control port.
    void receive(ByteBuffer scratch, long nanos) {
        while (transport.receiveControl(scratch)) {
            received(scratch, nanos);
        }
    }

    void received(ByteBuffer packet, long nanos) {
        rtcp.read(packet, outbound.ssrc, Instant.now(), nanos);
        if (inbound.packets > 0) {
            inbound.lastPacketNanos = nanos;
        }
    }

    /// Once a second; reports when it is time.
    void second(ByteBuffer scratch, long nanos) {
        if (++seconds % REPORT_SECONDS == 0 && outbound.packets + inbound.packets > 0) {
            write(scratch, nanos);
            transport.sendControl(scratch);
        }
    }

    void goodbye(ByteBuffer scratch, long nanos) {
        if (outbound.packets > 0) {
            write(scratch, nanos);
            rtcp.writeBye(scratch, outbound.ssrc);
            transport.sendControl(scratch);
        }
    }

    private void write(ByteBuffer into, long nanos) {
        rtcp.write(
                into, outbound.ssrc, outbound.packets, outbound.packets * 160, outbound.timestamp(), inbound.reception, Instant.now(), nanos);
    }

    double remoteLossPercent() {
        return rtcp.remoteLossPercent();
    }

    Duration roundTrip() {
        return Duration.ofNanos(rtcp.roundTripNanos());
    }
}
