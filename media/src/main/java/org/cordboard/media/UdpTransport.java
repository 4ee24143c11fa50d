package org.cordboard.media;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.media.webrtc.SrtpReceiver;
import org.cordboard.media.webrtc.SrtpSender;
import org.jspecify.annotations.Nullable;

/// A pair of UDP sockets, RTP on an even port and RTCP on the next, with symmetric RTP: audio goes where audio comes from.
///
/// The first source heard is kept. Another one is believed only after the kept one has been silent for two seconds,
/// or at once when it is the address of the SDP; so a stranger cannot take over a stream that flows.
final class UdpTransport implements Transport {
    private static final long RELATCH_NANOS = 2_000_000_000L;
    private static final int ATTEMPTS = 200;
    private static final int PROBE_MILLIS = 500;
    private static final int FORGED_PER_TICK_MAX = 64;
    private static final byte[] EMPTY_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 0};

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final InetSocketAddress local;
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetSocketAddress target;
    private @Nullable InetSocketAddress controlTarget;
    private @Nullable SocketAddress source;
    private volatile @Nullable InetSocketAddress latched;
    private long lastAcceptedNanos;
    private boolean probed;
    private volatile boolean unreachable;
    private @Nullable MediaKeys keys;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;

    private UdpTransport(DatagramChannel rtp, DatagramChannel rtcp, InetSocketAddress local) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.local = local;
    }

    /// Finds a free pair of ports. `next` remembers where the last search ended, so that a port rests before it is used again.
    static UdpTransport open(MediaConfig config, AtomicInteger next) throws IOException {
        IOException last = new IOException("no pair of ports was free");
        int pairs = config.portMin() == 0 ? ATTEMPTS : (config.portMax() - evenUp(config.portMin()) + 1) / 2;
        for (int i = 0; i < pairs; i++) {
            int port = config.portMin() == 0
                    ? 0
                    : evenUp(config.portMin()) + 2 * Math.floorMod(next.getAndIncrement(), pairs);
            try {
                var opened = tryPair(config, port);
                if (opened != null) {
                    return opened;
                }
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no free RTP port pair on " + config.bind().getHostAddress(), last);
    }

    private static int evenUp(int port) {
        return port + (port & 1);
    }

    private static @Nullable UdpTransport tryPair(MediaConfig config, int port) throws IOException {
        var rtp = bound(config.bind(), port);
        try {
            int rtpPort = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
            if ((rtpPort & 1) != 0) {
                rtp.close();
                return null;
            }
            var rtcp = bound(config.bind(), rtpPort + 1);
            return new UdpTransport(rtp, rtcp, new InetSocketAddress(config.advertised(), rtpPort));
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    private static DatagramChannel bound(InetAddress address, int port) throws IOException {
        // A socket of one family is cheaper than one that maps IPv4 into IPv6 for every packet.
        var channel = DatagramChannel.open(
                address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.bind(new InetSocketAddress(address, port));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public boolean receive(ByteBuffer into) {
        for (int forged = 0; forged < FORGED_PER_TICK_MAX; forged++) {
            source = receive(rtp, into);
            if (source == null) {
                return false;
            }
            if (receiver == null || receiver.open(into)) {
                return true;
            }
        }
        source = null;
        return false;
    }

    @Override
    public void protect(@Nullable MediaKeys now) {
        var before = keys;
        if (Objects.equals(before, now)) {
            return;
        }
        keys = now;
        if (now == null || before == null || !now.sendsAs(before)) {
            sender = now == null ? null : new SrtpSender(now.localKey(), now.localSalt());
        }
        receiver = now == null ? null : new SrtpReceiver(now.remoteKey(), now.remoteSalt());
    }

    private static @Nullable SocketAddress receive(DatagramChannel channel, ByteBuffer into) {
        into.clear();
        try {
            var from = channel.receive(into);
            into.flip();
            return from;
        } catch (IOException e) {
            return null; // closed between two ticks, or the kernel handed on an ICMP error
        }
    }

    @Override
    public boolean accept(long nowNanos) {
        var from = source;
        if (from == null) {
            return false;
        }
        var kept = latched;
        if (!from.equals(kept)) {
            boolean keptIsQuiet = nowNanos - lastAcceptedNanos > RELATCH_NANOS;
            if (kept != null && !keptIsQuiet && !from.equals(signalled)) {
                return false;
            }
            var now = (InetSocketAddress) from;
            latched = now;
            target = now;
            controlTarget = new InetSocketAddress(now.getAddress(), now.getPort() + 1);
        }
        lastAcceptedNanos = nowNanos;
        return true;
    }

    @Override
    public boolean receiveControl(ByteBuffer into) {
        return receive(rtcp, into) != null && (receiver == null || receiver.openControl(into));
    }

    @Override
    public void send(ByteBuffer packet) {
        if (sender != null) {
            sender.protect(packet);
        }
        send(rtp, packet, target);
    }

    @Override
    public void sendControl(ByteBuffer packet) {
        if (sender != null) {
            sender.protectControl(packet);
        }
        send(rtcp, packet, controlTarget);
    }

    private static void send(DatagramChannel channel, ByteBuffer packet, @Nullable InetSocketAddress to) {
        if (to == null) {
            return;
        }
        try {
            channel.send(packet, to);
        } catch (IOException e) {
            // A full buffer or a vanished route costs this packet; the doctor sees what it means for the call.
        }
    }

    @Override
    public void target(InetSocketAddress there) {
        if (there.equals(signalled)) {
            return;
        }
        signalled = there;
        target = there.getPort() == 0 ? null : there;
        controlTarget = new InetSocketAddress(there.getAddress(), Math.min(65_535, there.getPort() + 1));
        latched = null;
        probed = false;
        unreachable = false;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public @Nullable InetSocketAddress signalled() {
        return signalled;
    }

    @Override
    public @Nullable InetSocketAddress observed() {
        return latched;
    }

    /// While nothing comes, one empty receiver report from a port of its own asks the system whether the far port exists at all.
    @Override
    public @Nullable Diagnosis trouble() {
        var there = signalled;
        if (latched != null || there == null || there.getPort() == 0) {
            return null;
        }
        if (!probed) {
            probed = true;
            Thread.ofVirtual().name("port-probe").start(() -> unreachable = refuses(there));
        }
        return unreachable
                ? new Diagnosis(
                        Diagnosis.Cause.PORT_UNREACHABLE,
                        "Nobody listens at " + Addresses.show(there) + ", where the far end's SDP wants its audio: the port is unreachable.")
                : null;
    }

    private static boolean refuses(InetSocketAddress there) {
        try (var probe = new DatagramSocket()) {
            probe.connect(there);
            probe.setSoTimeout(PROBE_MILLIS);
            probe.send(new DatagramPacket(EMPTY_REPORT, EMPTY_REPORT.length));
            probe.receive(new DatagramPacket(new byte[1], 1));
            return false;
        } catch (PortUnreachableException e) {
            return true;
        } catch (IOException e) {
            return false; // a time-out: the port is open or a firewall says nothing
        }
    }

    @Override
    public void close() {
        try (rtp;
                rtcp) {
            latched = null;
        } catch (IOException e) {
            // closing gave the ports back whatever it complains about
        }
    }
}
