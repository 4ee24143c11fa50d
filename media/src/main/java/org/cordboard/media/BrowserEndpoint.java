package org.cordboard.media;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.webrtc.BrowserSdp;
import org.jspecify.annotations.Nullable;

/// A browser phone: an [Endpoint] over a [BrowserTransport], and the SDP that sets it up. Audio begins when ICE and DTLS are done,
/// so nothing played before is lost.
final class BrowserEndpoint implements WebRtcEndpoint {
    private static final int OFFERED_TELEPHONE_EVENT = 101;

    private final Endpoint core;
    private final BrowserTransport transport;
    private final String ownFingerprint;
    private @Nullable RemoteMedia agreed;
    private boolean up;
    private String lastRemoteUser = "";
    private int version;

    BrowserEndpoint(Endpoint core, BrowserTransport transport, String ownFingerprint) {
        this.core = core;
        this.transport = transport;
        this.ownFingerprint = ownFingerprint;
    }

    Endpoint core() {
        return core;
    }

    @Override
    public synchronized String offer() {
        return head("0")
                + audio("UDP/TLS/RTP/SAVPF", "0 8 " + OFFERED_TELEPHONE_EVENT, "0", OFFERED_TELEPHONE_EVENT, true, true, "actpass", "sendrecv");
    }

    @Override
    public synchronized void answered(String answer) {
        agree(BrowserSdp.parse(answer));
    }

    @Override
    public synchronized String answer(String offer) {
        var sdp = BrowserSdp.parse(offer);
        if (transport.isStranger(sdp.fingerprint())) {
            transport.newPeer();
            up = false;
        } else if (!lastRemoteUser.isEmpty() && !lastRemoteUser.equals(sdp.user())) {
            transport.newCredentials(); // an ICE restart
        }
        agree(sdp);
        var ours = sdp.sections().get(sdp.audio());
        var answer = new StringBuilder(head(ours.mid()));
        for (int i = 0; i < sdp.sections().size(); i++) {
            var section = sdp.sections().get(i);
            if (i != sdp.audio()) {
                answer.append("m=").append(section.kind()).append(" 0 ").append(section.protocol()).append(' ');
                answer.append(section.formats()).append("\r\nc=IN IP4 0.0.0.0\r\n");
                answer.append("a=mid:").append(section.mid()).append("\r\na=inactive\r\n");
                continue;
            }
            var formats = (sdp.hasPcmu() ? "0 " : "") + (sdp.hasPcma() ? "8 " : "")
                    + (sdp.telephoneEvent() < 0 ? "" : sdp.telephoneEvent());
            answer.append(audio(
                    section.protocol(), formats.strip(), section.mid(), sdp.telephoneEvent(), sdp.hasPcmu(), sdp.hasPcma(), "passive",
                    mirrored(sdp.direction())));
        }
        return answer.toString();
    }

    private void agree(BrowserSdp sdp) {
        if (sdp.setup().equals("passive")) {
            throw new IllegalArgumentException("the browser insists on being the DTLS server, which no browser does");
        }
        lastRemoteUser = sdp.user();
        var direction =
                switch (sdp.direction()) {
                    case "sendonly" -> Direction.RECVONLY;
                    case "recvonly" -> Direction.SENDONLY;
                    case "inactive" -> Direction.INACTIVE;
                    default -> Direction.SENDRECV;
                };
        int event = sdp.telephoneEvent() < 1 ? RemoteMedia.NO_TELEPHONE_EVENT : sdp.telephoneEvent();
        var now = new RemoteMedia(transport.local(), sdp.hasPcmu() ? Codec.PCMU : Codec.PCMA, event, direction);
        agreed = now;
        transport.agreed(sdp.fingerprint());
        if (up) {
            core.run(() -> core.connected(now));
        }
    }

    /// ICE and DTLS are done; called on the handshake's thread.
    synchronized void pathIsUp() {
        up = true;
        var now = agreed;
        if (now != null) {
            core.run(() -> core.connected(now));
        }
        core.calls().call(() -> core.listener().connected());
    }

    void lost(String reason) {
        core.lost(reason);
    }

    private static String mirrored(String direction) {
        return switch (direction) {
            case "sendonly" -> "recvonly";
            case "recvonly" -> "sendonly";
            default -> direction;
        };
    }

    private String head(String mid) {
        version++;
        return "v=0\r\no=- 4611732054000000000 " + version + " IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-lite\r\n"
                + "a=group:BUNDLE " + mid + "\r\na=msid-semantic: WMS cordboard\r\n";
    }

    private String audio(
            String protocol, String formats, String mid, int event, boolean pcmu, boolean pcma, String setup, String direction) {
        var here = transport.local();
        var ip = here.getAddress().getHostAddress();
        var family = here.getAddress() instanceof Inet6Address ? "IP6 " : "IP4 ";
        return "m=audio " + here.getPort() + " " + protocol + " " + formats + "\r\n"
                + "c=IN " + family + ip + "\r\na=rtcp-mux\r\na=mid:" + mid + "\r\n"
                + "a=ice-ufrag:" + transport.user() + "\r\na=ice-pwd:" + transport.password() + "\r\n"
                + "a=fingerprint:sha-256 " + ownFingerprint + "\r\na=setup:" + setup + "\r\n"
                + "a=candidate:1 1 udp 2130706431 " + ip + " " + here.getPort() + " typ host\r\na=end-of-candidates\r\n"
                + (pcmu ? "a=rtpmap:0 PCMU/8000\r\n" : "") + (pcma ? "a=rtpmap:8 PCMA/8000\r\n" : "")
                + (event < 0 ? "" : "a=rtpmap:" + event + " telephone-event/8000\r\na=fmtp:" + event + " 0-15\r\n")
                + "a=ptime:20\r\na=" + direction + "\r\na=msid:cordboard audio\r\n"
                + "a=ssrc:" + core.ssrc() + " cname:cordboard\r\na=ssrc:" + core.ssrc() + " msid:cordboard audio\r\n";
    }

    @Override
    public InetSocketAddress localAddress() {
        return core.localAddress();
    }

    @Override
    public void connect(RemoteMedia remote) {
        throw new UnsupportedOperationException("a browser is connected by offer and answer");
    }

    @Override
    public void direction(Direction direction) {
        core.direction(direction);
    }

    @Override
    public Playback play(AudioSource source) {
        return core.play(source);
    }

    @Override
    public Playback sendDigits(String digits) {
        return core.sendDigits(digits);
    }

    @Override
    public void detectInBandDigits(boolean on) {
        core.detectInBandDigits(on);
    }

    @Override
    public void jitterBuffer(JitterBufferSize size) {
        core.jitterBuffer(size);
    }

    @Override
    public AudioTap.Handle tap(AudioTap tap) {
        return core.tap(tap);
    }

    @Override
    public MediaFigures figures() {
        return core.figures();
    }

    @Override
    public Diagnosis diagnosis() {
        return core.diagnosis();
    }

    @Override
    public void close() {
        core.close();
    }
}
