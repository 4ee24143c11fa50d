package org.cordboard.server.phone;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.cordboard.media.Codec;
import org.cordboard.media.RemoteMedia;

/// The little SDP a phone with one voice and G.711 needs.
final class SessionText {
    private static final int TELEPHONE_EVENT = 101;
    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP4 (\\S+)");
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d+) RTP/AVP ([\\d ]+)");
    private static final Pattern EVENTS = Pattern.compile("(?m)^a=rtpmap:(\\d+) telephone-event/8000");

    private SessionText() {}

    static String of(InetSocketAddress local, Codec codec) {
        var host = local.getAddress().getHostAddress();
        return """
                v=0
                o=- 1 1 IN IP4 %1$s
                s=-
                c=IN IP4 %1$s
                t=0 0
                m=audio %2$d RTP/AVP %3$d %4$d
                a=rtpmap:%3$d %5$s/8000
                a=rtpmap:%4$d telephone-event/8000
                a=fmtp:%4$d 0-16
                a=ptime:20
                a=sendrecv
                """
                .formatted(host, local.getPort(), codec.payloadType(), TELEPHONE_EVENT, codec.name())
                .replace("\n", "\r\n");
    }

    static RemoteMedia remote(String sdp, Codec codec) {
        var connection = CONNECTION.matcher(sdp);
        var audio = AUDIO.matcher(sdp);
        if (!connection.find() || !audio.find()) {
            throw new IllegalArgumentException("no audio in the session description");
        }
        var events = EVENTS.matcher(sdp);
        return new RemoteMedia(
                new InetSocketAddress(connection.group(1), Integer.parseInt(audio.group(1))),
                codec,
                events.find() ? Integer.parseInt(events.group(1)) : RemoteMedia.NO_TELEPHONE_EVENT);
    }
}
