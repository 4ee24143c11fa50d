package org.cordboard.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.DTLSTransport;
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
    /// Browsers check the path in use every two or three seconds, others every now and then.
    private static final long DESERTED_NANOS = 6_000_000_000L;
    private static final int READ_MILLIS = 5_000;

    private record Crypto(SrtpSender sender, SrtpReceiver receiver) {}

    private final BrowserPort port;
    private final DtlsCertificate certificate;
    private final PacketRing packets = new PacketRing();
    private final LongSupplier nanos;
    private final IceCredentials credentials;

    private volatile DtlsPath datagrams = new DtlsPath(this::sendDtls);
    private volatile String fingerprint = "";
    private volatile @Nullable BrowserEndpoint owner;
    private volatile @Nullable InetSocketAddress remote;
    private volatile @Nullable Crypto crypto;
    private volatile @Nullable DTLSTransport dtls;
    private volatile long agreedNanos;
    private volatile long lastCheckNanos;
    private volatile long lastCheckHereNanos;
    private volatile String failure = "";
    private volatile @Nullable InetSocketAddress previous;
    private volatile boolean handshakeStarted;
    private boolean lossTold;

    BrowserTransport(BrowserPort port, DtlsCertificate certificate, SecureRandom random) {
        this(port, certificate, random, System::nanoTime);
    }

    /// @param nanos the monotonic clock that patience and consent go by
    BrowserTransport(BrowserPort port, DtlsCertificate certificate, SecureRandom random, LongSupplier nanos) {
        this.port = port;
        this.nanos = nanos;
        this.certificate = certificate;
        this.credentials = new IceCredentials(random);
        newCredentials();
    }

    void owner(BrowserEndpoint endpoint) {
        owner = endpoint;
    }

    /// A new user name and password; the former stay good until the browser has changed over.
    void newCredentials() {
        port.register(credentials.renew(), this);
    }

    /// Another page takes over the call: what the former one proved counts no more, and DTLS begins anew.
    void newPeer() {
        credentials.clear();
        port.forget(this);
        newCredentials();
        crypto = null;
        fingerprint = "";
        remote = null;
        previous = null;
        datagrams.abandon();
        datagrams = new DtlsPath(this::sendDtls);
        handshakeStarted = false;
        lastCheckNanos = 0;
        failure = "";
    }

    /// Whether the certificate belongs to another than whom we agreed with.
    boolean isStranger(String itsFingerprint) {
        return !fingerprint.isEmpty() && !fingerprint.equals(itsFingerprint);
    }

    String user() {
        return credentials.user();
    }

    String password() {
        return credentials.password();
    }

    @Nullable String passwordOf(String name) {
        return credentials.passwordOf(name);
    }

    /// Offer and answer are exchanged: from now on the browser is expected.
    void agreed(String itsFingerprint) {
        fingerprint = itsFingerprint;
        agreedNanos = nanos.getAsLong();
    }

    // ---- the port's thread

    /// A genuine check came; answers the address that is given up, if any.
    @Nullable InetSocketAddress checked(InetSocketAddress from, boolean nominated) {
        var before = remote;
        long now = nanos.getAsLong();
        boolean deserted = now - lastCheckHereNanos > DESERTED_NANOS;
        lastCheckNanos = now;
        if (before == null || from.equals(before) || nominated || deserted) {
            remote = from;
            lastCheckHereNanos = now;
        }
        if (nominated && !handshakeStarted && !fingerprint.isEmpty()) {
            handshakeStarted = true;
            var path = datagrams;
            Thread.ofVirtual().name("dtls-" + user()).start(() -> handshake(path));
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
        if (!datagrams.received(packet)) {
            LOG.debug("too many DTLS packets from {}", remote);
        }
    }

    void mediaReceived(ByteBuffer packet, boolean control) {
        if (crypto != null) {
            packets.put(packet);
        }
    }

    // ---- the handshake's virtual thread

    private void handshake(DtlsPath path) {
        try {
            var done = new DtlsHandshake(certificate, fingerprint).accept(path);
            if (path.isAbandoned()) {
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
            if (path.isAbandoned()) {
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
    private void answerRepeats(DtlsPath path, DTLSTransport transport) {
        var buffer = new byte[DtlsPath.RECEIVE_MAX];
        while (!path.isAbandoned()) {
            try {
                transport.receive(buffer, 0, buffer.length, READ_MILLIS);
            } catch (IOException | RuntimeException e) {
                LOG.debug("after the DTLS handshake with {}: {}", remote, e.toString());
                return;
            }
        }
    }

    private void sendDtls(ByteBuffer packet) {
        var to = remote;
        if (to != null) {
            port.send(packet, to);
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
        long now = nanos.getAsLong();
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
                    datagrams.isIdle() && !handshakeStarted
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
        datagrams.abandon();
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
