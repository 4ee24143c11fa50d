package org.cordboard.voice.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;

/// Two endpoints of this machine that talk to each other: the audio of a call between a document of ours and something else
/// of ours.
public record Patch(RtpEndpoint inner, RtpEndpoint outer) {
    private static final int TELEPHONE_EVENT = 101;

    /// @throws IOException when no audio port is free
    public static Patch open(MediaEngine media, MediaListener inside, MediaListener outside) throws IOException {
        var inner = media.openRtp(inside);
        try {
            var outer = media.openRtp(outside);
            inner.connect(new RemoteMedia(near(outer), Codec.PCMU, TELEPHONE_EVENT));
            outer.connect(new RemoteMedia(near(inner), Codec.PCMU, TELEPHONE_EVENT));
            return new Patch(inner, outer);
        } catch (IOException e) {
            inner.close();
            throw e;
        }
    }

    /// Hands the keys and the voice that come to an endpoint to its leg.
    public static MediaListener ears(Leg leg) {
        return new MediaListener() {
            @Override
            public void digit(char digit) {
                leg.inbox().post(new Signal.Digit(digit));
            }

            @Override
            public void speaking(boolean speaking) {
                leg.speaking(speaking);
            }
        };
    }

    /// Where an endpoint of this machine is reached from this machine: the address told to phones may be that of a
    /// router.
    private static InetSocketAddress near(RtpEndpoint endpoint) throws SocketException {
        var told = endpoint.localAddress();
        return NetworkInterface.getByInetAddress(told.getAddress()) == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), told.getPort())
                : told;
    }

    public void close() {
        inner.close();
        outer.close();
    }
}
