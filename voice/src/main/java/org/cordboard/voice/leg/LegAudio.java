package org.cordboard.voice.leg;

import java.time.Instant;
import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A leg's audio and what the audio doctor says of it. Any thread; the endpoint comes once, with the line.
final class LegAudio {
    private static final Logger LOG = LoggerFactory.getLogger(LegAudio.class);

    private final Leg leg;
    private volatile @Nullable MediaEndpoint endpoint;
    private volatile AudioReport.@Nullable Trouble trouble;

    LegAudio(Leg leg) {
        this.leg = leg;
    }

    void connect(@Nullable MediaEndpoint newEndpoint) {
        endpoint = newEndpoint;
    }

    @Nullable
    MediaEndpoint endpoint() {
        return endpoint;
    }

    /// People may simply be quiet, so silence alone is no news.
    void diagnosed(Diagnosis diagnosis, Instant now) {
        if (diagnosis.healthy()) {
            return;
        }
        trouble = new AudioReport.Trouble(diagnosis, now);
        if (diagnosis.cause() == Diagnosis.Cause.ONLY_SILENCE) {
            LOG.debug("{}: {}", leg, diagnosis.sentence());
            return;
        }
        LOG.warn("{}: {}", leg, diagnosis.sentence());
        if (leg.live()) {
            leg.detail("audio", diagnosis.sentence());
        }
    }

    /// How it sounds now, as JSON; null before there is audio.
    @Nullable
    String report(Instant now) {
        var audible = endpoint;
        return audible == null ? null : AudioReport.of(audible, trouble, now);
    }

    void close() {
        var audible = endpoint;
        if (audible != null) {
            audible.close();
        }
    }
}
