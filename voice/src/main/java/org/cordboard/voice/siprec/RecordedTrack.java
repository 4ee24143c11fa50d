package org.cordboard.voice.siprec;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.sip.sdp.Attribute;
import org.cordboard.sip.sdp.AudioTerms;
import org.cordboard.sip.sdp.Codec;
import org.cordboard.sip.sdp.Crypto;
import org.cordboard.sip.sdp.Direction;
import org.cordboard.sip.sdp.Media;
import org.cordboard.sip.sdp.Sdp;
import org.cordboard.voice.dial.AgreedAudio;
import org.cordboard.voice.track.FrameRing;

/// One stream towards the recording server: a port pair of its own, a media section with a label, G.711 without events,
/// because keys are not recorded. Guarded by its [Siprec]; the ring may be written by any one thread.
final class RecordedTrack {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RING_FRAMES = 25;

    private final String label;
    private final RtpEndpoint endpoint;
    private final FrameRing ring = new FrameRing(RING_FRAMES);
    private final AudioTerms terms;

    /// @param label ties the section to the stream of the metadata (RFC 4574)
    RecordedTrack(MediaEngine media, String label, boolean secure, long session) throws IOException {
        this.label = label;
        endpoint = media.openRtp(new MediaListener() {});
        var local = endpoint.localAddress();
        var plain = new AudioTerms(
                local.getAddress().getHostAddress(),
                local.getPort(),
                List.of(Codec.PCMU, Codec.PCMA),
                20,
                Direction.SENDONLY,
                AudioTerms.PLAIN,
                List.of(new Attribute("label", label)),
                null,
                session,
                1);
        terms = secure ? plain.withCrypto(Crypto.fresh(1, RANDOM), AudioTerms.SECURE) : plain;
    }

    String label() {
        return label;
    }

    FrameRing ring() {
        return ring;
    }

    String address() {
        return terms.address();
    }

    Media offered() {
        return terms.offer().media().getFirst();
    }

    /// Reads what the server says about our section, and sends where it listens.
    ///
    /// @return false when it wants none of it
    boolean accepted(Sdp description, Media section) {
        return agree(terms.agreed(alone(description, section)));
    }

    /// Answers the server's own offer about this track.
    ///
    /// @return our section; with port 0 when the two do not fit any more
    Media answered(Sdp description, Media section) {
        var answer = terms.answer(alone(description, section));
        return agree(answer.map(AudioTerms.Answer::agreed))
                ? answer.orElseThrow().sdp().media().getFirst()
                : refused(section);
    }

    static Media refused(Media section) {
        return new Media(section.kind(), 0, section.protocol(), section.formats(), null, List.of());
    }

    private boolean agree(Optional<AudioTerms.Agreed> agreed) {
        boolean unprotected = terms.crypto() != null && agreed.flatMap(AudioTerms.Agreed::crypto).isEmpty();
        var remote = unprotected
                ? Optional.<RemoteMedia>empty()
                : agreed.flatMap(a -> AgreedAudio.of(a, terms.crypto()));
        remote.ifPresent(endpoint::connect);
        return remote.isPresent();
    }

    void flow() {
        endpoint.play(new TrackSource(ring));
    }

    void close() {
        endpoint.close();
    }

    private static Sdp alone(Sdp description, Media section) {
        return new Sdp(
                description.owner(), description.name(), description.address(), description.attributes(), List.of(section));
    }
}
