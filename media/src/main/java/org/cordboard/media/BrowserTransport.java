package org.cordboard.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.cordboard.media.rtp.RtpPacket;
import org.cordboard.media.webrtc.DtlsCertificate;
import org.cordboard.media.webrtc.DtlsHandshake;
import org.cordboard.media.webrtc.SrtpReceiver;
import org.cordboard.media.webrtc.SrtpSender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One browser's share of the port: ICE-lite (RFC 8445), then a DTLS handshake on a virtual thread, then SRTP on the media
/// thread. Consent is what RFC 7675 asks for: thirty seconds without a check and the browser is gone.
final class BrowserTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserTransport.class);
    private static final long CONSENT_NANOS = 30_000_000_000L;
    private static final long PATIENCE_NANOS = 1_900_000_000L;
    private static final int DTLS_WAITING_MAX = 64;
    private static final int RECEIVE_MAX = 1_600;
    private static final int READ_MILLIS = 5_000;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private record Crypto(SrtpSender sender, SrtpReceiver receiver) {}

    private final BrowserPort port;
    private final DtlsCertificate certificate;
    private final SecureRandom random;
    private final PacketRing packets = new PacketRing();
    private volatile Datagrams datagrams = new Datagrams();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    private volatile String user = "";
    private volatile String fingerprint = "";
    private volatile @Nullable BrowserEndpoint owner;
    private volatile @Nullable InetSocketAddress remote;
    private volatile @Nullable Crypto crypto;
    private volatile @Nullable DTLSTransport dtls;
    private volatile long agreedNanos;
    private volatile long lastCheckNanos;
    private volatile String failure = "";
    private volatile boolean closed;
    private volatile @Nullable InetSocketAddress previous;
    private volatile boolean handshakeStarted;
    private boolean lossTold;

    BrowserTransport(BrowserPort port, DtlsCertificate certificate, SecureRandom random) {
        this.port = port;
        this.certificate = certificate;
        this.random = random;
        newCredentials();
    }

    void owner(BrowserEndpoint endpoint) {
        owner = endpoint;
    }

    /// A new user name and password; the former stay good until the browser has changed over.
    void newCredentials() {
        var name = letters(8);
        passwords.put(name, letters(24));
        user = name;
        port.register(name, this);
    }

    /// Another page takes over the call: what the former one proved counts no more, and DTLS begins anew.
    void newPeer() {
        passwords.clear();
        port.forget(this);
        newCredentials();
        crypto = null;
        fingerprint = "";
        remote = null;
        previous = null;
        datagrams.over = true;
        datagrams = new Datagrams();
        handshakeStarted = false;
    }

    /// Whether the certificate belongs to another than whom we agreed with.
    boolean isStranger(String itsFingerprint) {
        return !fingerprint.isEmpty() && !fingerprint.equals(itsFingerprint);
    }

    private String letters(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    String user() {
        return user;
    }

    String password() {
        return passwords.getOrDefault(user, "");
    }

    @Nullable String passwordOf(String name) {
        return passwords.get(name);
    }

    /// Offer and answer are exchanged: from now on the browser is expected.
    void agreed(String itsFingerprint) {
        fingerprint = itsFingerprint;
        agreedNanos = System.nanoTime();
    }

    // ---- the port's thread

    /// A genuine check came; answers the address that is given up, if any.
    @Nullable InetSocketAddress checked(InetSocketAddress from, boolean nominated) {
        var before = remote;
        long now = System.nanoTime();
        lastCheckNanos = now;
        if (before == null || (nominated && !from.equals(before))) {
            remote = from;
        }
        if (nominated && !handshakeStarted && !fingerprint.isEmpty()) {
            handshakeStarted = true;
            var path = datagrams;
            Thread.ofVirtual().name("dtls-" + user).start(() -> handshake(path));
        }
        // The address left behind stays known for the packets still on their way; the one before it is forgotten.
        if (before == null || before.equals(remote)) {
            return null;
        }
        var stale = previous;
        previous = before;
        return from.equals(stale) ? null : stale;
    }

    void dtlsReceived(byte[] packet) {
        if (!datagrams.waiting.offer(packet)) {
            LOG.debug("too many DTLS packets from {}", remote);
        }
    }

    void mediaReceived(ByteBuffer packet, boolean control) {
        if (crypto != null) {
            packets.put(packet);
        }
    }

    // ---- the handshake's virtual thread

    private void handshake(Datagrams path) {
        try {
            var done = new DtlsHandshake(certificate, fingerprint).accept(path);
            if (path.over) {
                return; // another page took over meanwhile
            }
            var keys = done.keys();
            dtls = done.transport();
            crypto = new Crypto(
                    new SrtpSender(keys.serverKey(), keys.serverSalt()), new SrtpReceiver(keys.clientKey(), keys.clientSalt()));
            var endpoint = owner;
            if (endpoint != null) {
                endpoint.pathIsUp();
            }
            answerRepeats(path, done.transport());
        } catch (IOException | RuntimeException e) {
            if (closed || path.over) {
                return;
            }
            failure = String.valueOf(e.getMessage());
            LOG.info("DTLS with {} failed: {}", remote, failure);
            var endpoint = owner;
            if (endpoint != null) {
                endpoint.lost("DTLS failed: " + failure);
            }
        }
    }

    /// Our last flight may get lost; then the browser repeats its own, and whoever reads sends ours again: RFC 6347 section
    /// 4.2.4. Nothing else comes this way, since audio and its reports are not DTLS.
    private void answerRepeats(Datagrams path, DTLSTransport transport) {
        var buffer = new byte[RECEIVE_MAX];
        while (!closed && !path.over) {
            try {
                transport.receive(buffer, 0, buffer.length, READ_MILLIS);
            } catch (IOException | RuntimeException e) {
                LOG.debug("after the DTLS handshake with {}: {}", remote, e.toString());
                return;
            }
        }
    }

    /// The DTLS packets of one peer, from the port to the handshake's thread.
    private final class Datagrams implements DatagramTransport {
        final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(DTLS_WAITING_MAX);
        volatile boolean over;

        @Override
        public int getReceiveLimit() {
            return RECEIVE_MAX;
        }

        @Override
        public int getSendLimit() {
            return 1_200;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            if (closed || over) {
                throw new IOException("the endpoint was closed");
            }
            try {
                var packet = waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (packet == null) {
                    return -1;
                }
                int count = Math.min(length, packet.length);
                System.arraycopy(packet, 0, buffer, offset, count);
                return count;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            var to = remote;
            if (to != null) {
                port.send(ByteBuffer.wrap(buffer, offset, length), to);
            }
        }

        @Override
        public void close() {
            over = true;
        }
    }

    // ---- the media thread

    @Override
    public boolean receive(ByteBuffer into) {
        var now = crypto;
        while (now != null && packets.take(into)) {
            boolean good = RtpPacket.looksLikeRtcp(into) ? now.receiver().openControl(into) : now.receiver().open(into);
            if (good) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean accept(long nowNanos) {
        return true; // the tag proved it
    }

    @Override
    public boolean receiveControl(ByteBuffer into) {
        return false; // comes with the rest
    }

    @Override
    public void send(ByteBuffer packet) {
        var now = crypto;
        var to = remote;
        if (now != null && to != null) {
            now.sender().protect(packet);
            port.send(packet, to);
        }
    }

    @Override
    public void sendControl(ByteBuffer packet) {
        var now = crypto;
        var to = remote;
        if (now != null && to != null) {
            now.sender().protectControl(packet);
            port.send(packet, to);
        }
    }

    @Override
    public void target(InetSocketAddress signalled) {
        // ICE alone decides where a browser is.
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public @Nullable InetSocketAddress signalled() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress observed() {
        return remote;
    }

    @Override
    public @Nullable Diagnosis trouble() {
        long now = System.nanoTime();
        var failed = failure;
        if (!failed.isEmpty()) {
            return new Diagnosis(Diagnosis.Cause.DTLS_FAILED, "The DTLS handshake with the browser failed: " + failed + ".");
        }
        if (agreedNanos == 0 || now - agreedNanos < PATIENCE_NANOS) {
            return null;
        }
        if (lastCheckNanos == 0) {
            return new Diagnosis(
                    Diagnosis.Cause.ICE_FAILED,
                    "No ICE check of the browser reached " + Addresses.show(local())
                            + ": the address is not reachable from there, or a firewall drops UDP.");
        }
        if (now - lastCheckNanos > CONSENT_NANOS) {
            tellLoss();
            return new Diagnosis(
                    Diagnosis.Cause.ICE_FAILED, "The browser has not renewed its consent for 30 s: it is gone or lost its network.");
        }
        if (crypto == null) {
            return new Diagnosis(
                    Diagnosis.Cause.DTLS_FAILED,
                    datagrams.waiting.isEmpty() && !handshakeStarted
                            ? "ICE checks arrive but none nominates a path, so DTLS could not begin."
                            : "ICE is connected but the DTLS handshake does not come to its end.");
        }
        return null;
    }

    private void tellLoss() {
        var endpoint = owner;
        if (!lossTold && endpoint != null) {
            lossTold = true;
            endpoint.lost("no ICE consent for 30 s");
        }
    }

    @Override
    public void close() {
        closed = true;
        port.forget(this);
        var open = dtls;
        if (open != null) {
            Thread.ofVirtual().start(() -> {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("closing DTLS: {}", e.toString());
                }
            });
        }
    }
}
