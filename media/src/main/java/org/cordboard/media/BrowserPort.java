package org.cordboard.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.media.rtp.RtpPacket;
import org.cordboard.media.webrtc.DtlsCertificate;
import org.cordboard.media.webrtc.Stun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one UDP port of all browser phones. Its thread reads every packet, answers ICE checks itself, and hands the rest to
/// the browser whose address it came from: RFC 7983 tells STUN, DTLS and RTP apart by the first byte.
final class BrowserPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserPort.class);
    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final int PACKET_MAX = 4_096;

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final DtlsCertificate certificate = DtlsCertificate.generate();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, BrowserTransport> byUser = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, BrowserTransport> byAddress = new ConcurrentHashMap<>();

    private BrowserPort(DatagramChannel channel, InetSocketAddress local) {
        this.channel = channel;
        this.local = local;
        Thread.ofPlatform().name("browser-port").daemon().start(this::run);
    }

    static BrowserPort open(MediaConfig config) throws IOException {
        var bound = config.webRtcBind();
        var address = bound == null ? config.bind() : bound;
        var channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(new InetSocketAddress(address, config.webRtcPort()));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            boolean sameAddress = bound == null || bound.equals(config.bind());
            return new BrowserPort(channel, new InetSocketAddress(sameAddress ? config.advertised() : bound, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    BrowserTransport transport() {
        return new BrowserTransport(this, certificate, random);
    }

    String certificateFingerprint() {
        return certificate.fingerprint();
    }

    InetSocketAddress local() {
        return local;
    }

    void register(String user, BrowserTransport transport) {
        byUser.put(user, transport);
    }

    void forget(BrowserTransport transport) {
        byUser.values().removeIf(each -> each == transport);
        byAddress.values().removeIf(each -> each == transport);
    }

    void send(ByteBuffer packet, InetSocketAddress to) {
        try {
            channel.send(packet, to);
        } catch (IOException e) {
            // One lost packet; what it means for the call the doctor and the consent checks will see.
        }
    }

    private void run() {
        var buffer = ByteBuffer.allocateDirect(PACKET_MAX);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                var from = (InetSocketAddress) channel.receive(buffer);
                buffer.flip();
                if (from != null && buffer.hasRemaining()) {
                    sort(buffer, from);
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("the browsers' port: {}", e.toString());
                }
            } catch (RuntimeException e) {
                LOG.error("a packet on the browsers' port was not understood; it is dropped", e);
            }
        }
    }

    private void sort(ByteBuffer packet, InetSocketAddress from) {
        int first = packet.get(0) & 0xFF;
        if (first <= 3) {
            var request = Stun.parse(copy(packet));
            if (request != null) {
                check(request, from);
            }
            return;
        }
        var transport = byAddress.get(from);
        if (transport == null) {
            return; // nobody who passed a check: not worth a word
        }
        if (first >= 20 && first <= 63) {
            transport.dtlsReceived(copy(packet));
        } else if (first >= 128 && first <= 191) {
            transport.mediaReceived(packet, RtpPacket.looksLikeRtcp(packet));
        }
    }

    private void check(Stun.Request request, InetSocketAddress from) {
        @Nullable BrowserTransport transport = byUser.get(request.localUser());
        if (transport == null) {
            return;
        }
        var password = transport.passwordOf(request.localUser());
        if (password == null || !Stun.genuine(request, password)) {
            return;
        }
        if (request.controlled()) {
            send(Stun.roleConflict(request, password), from);
            return;
        }
        byAddress.put(from, transport);
        send(Stun.success(request, from, password), from);
        var before = transport.checked(from, request.useCandidate());
        if (before != null) {
            byAddress.remove(before, transport);
        }
    }

    private static byte[] copy(ByteBuffer packet) {
        var bytes = new byte[packet.remaining()];
        packet.get(0, bytes);
        return bytes;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing the browsers' port: {}", e.toString());
        }
    }
}
