package org.cordboard.voice.dial;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.cordboard.media.RemoteMedia;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.sdp.AudioTerms;
import org.cordboard.sip.sdp.Crypto;
import org.cordboard.sip.sdp.Sdp;

/// One leg's side of offer and answer: one G.711 stream with telephone-event, plain or protected by keys in the
/// description. Introduces the terms of the SIP layer to the media layer. Any thread.
final class LegTerms {
    private static final AtomicLong SESSIONS = new AtomicLong(System.currentTimeMillis());
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a leg does about protection.
    enum Protection {
        /// Offers plain RTP; follows an offer that wants keys.
        AS_OFFERED,
        /// Offers keys and takes nothing else.
        REQUIRED
    }

    private final Protection protection;
    private AudioTerms terms;
    private boolean described;

    LegTerms(InetSocketAddress local, Protection protection) {
        this.protection = protection;
        var plain = AudioTerms.g711(
                local.getAddress().getHostAddress(), local.getPort(), SESSIONS.incrementAndGet());
        terms = plain.withCrypto(
                Crypto.fresh(1, RANDOM),
                protection == Protection.REQUIRED ? AudioTerms.SECURE : AudioTerms.PLAIN);
    }

    /// Our side of the agreement, and theirs.
    record Agreed(String sdp, RemoteMedia remote) {}

    synchronized String offer() {
        return numbered().offer().toString();
    }

    /// Our answer to their offer; empty when nothing in it is usable for us.
    synchronized Optional<Agreed> answer(String offer) {
        return parsed(offer).flatMap(theirs -> numbered().answer(theirs)).flatMap(answer -> remote(answer.agreed())
                .map(remote -> new Agreed(answer.sdp().toString(), remote)));
    }

    /// What their answer to our offer means.
    synchronized Optional<RemoteMedia> accepted(String answer) {
        return parsed(answer).flatMap(terms::agreed).flatMap(this::remote);
    }

    /// Each description after the first has a number of its own; one that says the same may.
    private AudioTerms numbered() {
        if (described) {
            terms = terms.next();
        }
        described = true;
        return terms;
    }

    private static Optional<Sdp> parsed(String text) {
        try {
            return Optional.of(Sdp.parse(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    private Optional<RemoteMedia> remote(AudioTerms.Agreed agreed) {
        return protection == Protection.REQUIRED && agreed.crypto().isEmpty()
                ? Optional.empty()
                : AgreedAudio.of(agreed, terms.crypto());
    }
}
