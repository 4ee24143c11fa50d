package org.cordboard.media;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.cordboard.media.webrtc.DtlsCertificate;
import org.cordboard.media.webrtc.SrtpReceiver;
import org.cordboard.media.webrtc.SrtpSender;
import org.cordboard.media.webrtc.Stun;
import org.jspecify.annotations.Nullable;

/// A browser without a page, whose network loses what the test wants lost: ICE checks, DTLS as the client, SRTP.
final class Browser implements AutoCloseable {
    /// Which DTLS datagrams are lost, counted from 0 in each direction.
    interface Loss {
        boolean loses(boolean outbound, int number);
    }

    final DtlsCertificate certificate = DtlsCertificate.generate();
    private final BlockingQueue<byte[]> dtls = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> media = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> stun = new LinkedBlockingQueue<>();
    private final Loss loss;
    private final Random random = new Random(11);
    private volatile DatagramSocket socket;
    private volatile boolean open = true;
    private InetSocketAddress there = new InetSocketAddress(0);
    private String user = "";
    private String password = "";
    private int sent;
    private int received;
    private byte @Nullable [] keys;
    @Nullable SrtpSender sender;
    @Nullable SrtpReceiver receiver;

    Browser(Loss loss) throws IOException {
        this.loss = loss;
        socket = newSocket();
    }

    private DatagramSocket newSocket() throws IOException {
        var fresh = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        fresh.setSoTimeout(200);
        Thread.ofVirtual().start(() -> receive(fresh));
        return fresh;
    }

    /// An offer of ours, to be answered by the endpoint.
    String offer(String ownUser) {
        return """
                v=0
                o=- 1 2 IN IP4 127.0.0.1
                s=-
                t=0 0
                m=audio 9 UDP/TLS/RTP/SAVPF 0 8 126
                c=IN IP4 0.0.0.0
                a=ice-ufrag:%s
                a=ice-pwd:0123456789abcdef01234567
                a=fingerprint:sha-256 %s
                a=setup:actpass
                a=mid:0
                a=sendrecv
                a=rtcp-mux
                a=rtpmap:126 telephone-event/8000
                """.formatted(ownUser, certificate.fingerprint());
    }

    void answered(String answer, InetSocketAddress endpoint) {
        there = endpoint;
        user = attribute(answer, "ice-ufrag");
        password = attribute(answer, "ice-pwd");
    }

    private static String attribute(String sdp, String name) {
        return sdp.lines()
                .filter(line -> line.startsWith("a=" + name + ":"))
                .map(line -> line.substring(name.length() + 3).strip())
                .findFirst()
                .orElseThrow();
    }

    /// Another network: everything comes from a new port from now on.
    void move() throws IOException {
        var before = socket;
        socket = newSocket();
        before.close();
    }

    /// A nominating check; true when it was answered.
    boolean check() throws IOException, InterruptedException {
        var transaction = new byte[12];
        random.nextBytes(transaction);
        stun.clear();
        raw(bytes(Stun.request(transaction, user + ":x", password, true)));
        return stun.poll(2, TimeUnit.SECONDS) != null;
    }

    void raw(byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, there));
    }

    static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }

    private void receive(DatagramSocket from) {
        var buffer = new byte[4_096];
        while (open && !from.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                var bytes = java.util.Arrays.copyOf(buffer, packet.getLength());
                int first = bytes[0] & 0xFF;
                if (first <= 3) {
                    stun.add(bytes);
                } else if (first < 64) {
                    if (!loss.loses(false, received++)) {
                        dtls.add(bytes);
                    }
                } else {
                    media.add(bytes);
                }
            } catch (SocketTimeoutException e) {
                // looks whether it is still wanted
            } catch (IOException e) {
                return;
            }
        }
    }

    /// The handshake; then [#sender] and [#receiver] are there.
    DTLSTransport handshake() throws IOException {
        var transport = new DTLSClientProtocol().connect(new Client(), new Datagrams());
        var exported = keys;
        if (exported == null) {
            throw new IOException("no keys");
        }
        sender = new SrtpSender(part(exported, 0, 16), part(exported, 32, 14));
        receiver = new SrtpReceiver(part(exported, 16, 16), part(exported, 46, 14));
        return transport;
    }

    private static byte[] part(byte[] all, int from, int length) {
        return java.util.Arrays.copyOfRange(all, from, from + length);
    }

    void forgetMedia() {
        media.clear();
    }

    /// The next SRTP packet, not yet opened.
    ByteBuffer nextMedia() throws InterruptedException {
        byte[] next = media.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no media came");
        }
        var buffer = ByteBuffer.allocate(2_048);
        return buffer.put(next).flip();
    }

    private final class Datagrams implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1_600;
        }

        @Override
        public int getSendLimit() {
            return 1_200;
        }

        @Override
        public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
            try {
                byte[] next = dtls.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (next == null) {
                    return -1;
                }
                System.arraycopy(next, 0, into, offset, Math.min(length, next.length));
                return Math.min(length, next.length);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            if (!loss.loses(true, sent++)) {
                raw(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
            }
        }

        @Override
        public void close() {}
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        @SuppressWarnings("rawtypes") // the library's signature
        public Hashtable getClientExtensions() throws IOException {
            var extensions = super.getClientExtensions();
            var profiles = new int[] {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80};
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                    if (shown.getCertificate().isEmpty()) {
                        throw new TlsFatalAlert(AlertDescription.bad_certificate);
                    }
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return new BcDefaultTlsCredentialedSigner(
                            new TlsCryptoParameters(context),
                            (BcTlsCrypto) getCrypto(),
                            certificate.key(),
                            certificate.chain(),
                            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            keys = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 60);
        }
    }

    @Override
    public void close() {
        open = false;
        socket.close();
    }
}
