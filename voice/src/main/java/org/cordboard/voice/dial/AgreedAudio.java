package org.cordboard.voice.dial;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.cordboard.media.Codec;
import org.cordboard.media.Direction;
import org.cordboard.media.MediaKeys;
import org.cordboard.media.RemoteMedia;
import org.cordboard.sip.sdp.AudioTerms;
import org.cordboard.sip.sdp.Crypto;
import org.jspecify.annotations.Nullable;

/// What offer and answer settled, in the words of the media layer. Any thread; a name in the description is looked up.
public final class AgreedAudio {
    private AgreedAudio() {}

    /// @param own our key where the audio is protected by keys in the description
    /// @return empty when it leads nowhere: a name nobody knows, or a payload number that cannot be
    public static Optional<RemoteMedia> of(AudioTerms.Agreed agreed, @Nullable Crypto own) {
        try {
            var address = new InetSocketAddress(InetAddress.getByName(agreed.remoteAddress()), agreed.remotePort());
            return Optional.of(new RemoteMedia(
                    address,
                    agreed.codec().name().equalsIgnoreCase("PCMA") ? Codec.PCMA : Codec.PCMU,
                    agreed.telephoneEvent()
                            .map(org.cordboard.sip.sdp.Codec::payload)
                            .orElse(RemoteMedia.NO_TELEPHONE_EVENT),
                    direction(agreed.direction()),
                    keys(agreed, own)));
        } catch (UnknownHostException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static @Nullable MediaKeys keys(AudioTerms.Agreed agreed, @Nullable Crypto own) {
        if (agreed.crypto().isEmpty() || own == null) {
            return null;
        }
        var theirs = agreed.crypto().get();
        return new MediaKeys(own.masterKey(), own.masterSalt(), theirs.masterKey(), theirs.masterSalt());
    }

    private static Direction direction(org.cordboard.sip.sdp.Direction wanted) {
        return switch (wanted) {
            case SENDRECV -> Direction.SENDRECV;
            case SENDONLY -> Direction.SENDONLY;
            case RECVONLY -> Direction.RECVONLY;
            case INACTIVE -> Direction.INACTIVE;
        };
    }
}
