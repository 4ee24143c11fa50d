package org.cordboard.server.phone;

import java.net.InetSocketAddress;
import java.util.List;
import org.cordboard.media.Codec;
import org.cordboard.media.RemoteMedia;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.sdp.AudioTerms;
import org.cordboard.sip.sdp.Direction;
import org.cordboard.sip.sdp.Sdp;

/// What a scripted phone with one voice and one codec says about itself, and hears about others.
final class SessionText {
    private SessionText() {}

    static String of(InetSocketAddress local, Codec codec) {
        return terms(local, codec).offer().toString();
    }

    private static AudioTerms terms(InetSocketAddress local, Codec codec) {
        var own = codec == Codec.PCMA ? org.cordboard.sip.sdp.Codec.PCMA : org.cordboard.sip.sdp.Codec.PCMU;
        return new AudioTerms(
                local.getAddress().getHostAddress(),
                local.getPort(),
                List.of(own, org.cordboard.sip.sdp.Codec.TELEPHONE_EVENT),
                20,
                Direction.SENDRECV,
                AudioTerms.PLAIN,
                List.of(),
                null,
                1,
                1);
    }

    static RemoteMedia remote(String sdp, Codec codec) {
        try {
            var nowhere = new InetSocketAddress("127.0.0.1", 9);
            var agreed = terms(nowhere, codec)
                    .agreed(Sdp.parse(sdp))
                    .orElseThrow(() -> new IllegalArgumentException("no audio of ours in the session description"));
            return new RemoteMedia(
                    new InetSocketAddress(agreed.remoteAddress(), agreed.remotePort()),
                    codec,
                    agreed.telephoneEvent()
                            .map(org.cordboard.sip.sdp.Codec::payload)
                            .orElse(RemoteMedia.NO_TELEPHONE_EVENT));
        } catch (Malformed e) {
            throw new IllegalArgumentException("no session description", e);
        }
    }
}
