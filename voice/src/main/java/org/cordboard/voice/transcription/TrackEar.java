package org.cordboard.voice.transcription;

import static org.cordboard.media.audio.AudioSource.FRAME;
import static org.cordboard.media.audio.AudioSource.RATE;

import org.cordboard.media.detection.VoiceActivity;
import org.cordboard.voice.recognition.WavBytes;
import org.cordboard.voice.track.FrameRing;

/// Cuts one track into utterances: from a little before a word to the pause behind it. The media thread writes into the
/// ring, a virtual thread of the track's own reads it; time is counted in samples, so a slow machine cuts alike.
final class TrackEar {
    private static final int POLL_MILLIS = 60;
    private static final int RING_FRAMES = 250;
    private static final int FRAME_MILLIS = 1_000 * FRAME / RATE;
    /// A word begins before its loudness tells.
    private static final int LEAD_SAMPLES = 300 * RATE / 1_000;
    private static final int PAUSE_MILLIS = 800;
    private static final int PARTIAL_MILLIS = 1_000;
    private static final int UTTERANCE_SECONDS_MAX = 20;

    /// Who is given what was said, as WAV files.
    interface Listener {
        /// Somebody still speaks; this is what he has said so far.
        void soFar(byte[] wav);

        void utterance(byte[] wav);
    }

    private final Listener listener;
    private final FrameRing ring = new FrameRing(RING_FRAMES);
    private final VoiceActivity activity = new VoiceActivity();
    private final short[] frame = new short[FRAME];
    private final short[] samples = new short[LEAD_SAMPLES + UTTERANCE_SECONDS_MAX * RATE];
    private int length;
    private boolean began;
    private int sincePartial;
    private volatile boolean stopping;

    TrackEar(Listener listener) {
        this.listener = listener;
    }

    FrameRing ring() {
        return ring;
    }

    void stop() {
        stopping = true;
    }

    /// Listens until it is stopped; then what was being said is an utterance too.
    void listen() throws InterruptedException {
        while (!stopping) {
            drain();
            Thread.sleep(POLL_MILLIS);
        }
        drain();
        if (began) {
            finish();
        }
    }

    private void drain() {
        while (ring.read(frame)) {
            hear();
        }
    }

    private void hear() {
        activity.hear(frame);
        if (!began && length + FRAME > LEAD_SAMPLES) {
            System.arraycopy(samples, FRAME, samples, 0, length - FRAME);
            length -= FRAME;
        }
        System.arraycopy(frame, 0, samples, length, FRAME);
        length += FRAME;
        if (!began && activity.speaking()) {
            began = true;
            sincePartial = 0;
        }
        if (began) {
            goOn();
        }
    }

    private void goOn() {
        sincePartial += FRAME_MILLIS;
        if (activity.silentMillis() >= PAUSE_MILLIS || length + FRAME > samples.length) {
            finish();
        } else if (sincePartial >= PARTIAL_MILLIS) {
            sincePartial = 0;
            listener.soFar(WavBytes.of(samples, length));
        }
    }

    private void finish() {
        listener.utterance(WavBytes.of(samples, length));
        began = false;
        length = 0;
    }
}
