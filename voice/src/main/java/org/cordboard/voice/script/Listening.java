package org.cordboard.voice.script;

import static org.cordboard.media.audio.AudioSource.FRAME;
import static org.cordboard.media.audio.AudioSource.RATE;

import org.cordboard.media.AudioTap;
import org.cordboard.media.detection.VoiceActivity;
import org.cordboard.voice.leg.Inbox;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recognition.WavBytes;

/// Keeps what a caller says from a little before its beginning to its end. The media thread writes into memory that was
/// made beforehand; the leg's own thread is told through its inbox.
final class Listening implements AudioTap {
    /// The caller begins to speak.
    record Began(Listening to) implements Signal {}

    /// The caller has said what he had to say, or has talked for as long as he may.
    record Ended(Listening to) implements Signal {}

    /// A word begins before its loudness tells.
    private static final int LEAD_SAMPLES = 300 * RATE / 1_000;

    private final Inbox inbox;
    private final int endMillis;
    private final VoiceActivity activity = new VoiceActivity();
    private final short[] samples;
    private int length;
    private boolean began;
    private volatile boolean ended;

    /// @param endMillis silence after speech that ends it
    Listening(Inbox inbox, int endMillis, int maxSeconds) {
        this.inbox = inbox;
        this.endMillis = endMillis;
        this.samples = new short[LEAD_SAMPLES + maxSeconds * RATE];
    }

    @Override
    public synchronized void frame(short[] inbound, short[] outbound) {
        activity.hear(inbound);
        if (!began && length + FRAME > LEAD_SAMPLES) {
            System.arraycopy(samples, FRAME, samples, 0, length - FRAME);
            length -= FRAME;
        }
        System.arraycopy(inbound, 0, samples, length, FRAME);
        length += FRAME;
        if (!began && activity.speaking()) {
            began = true;
            tell(new Began(this));
        }
        if (began && (activity.silentMillis() >= endMillis || length + FRAME > samples.length)) {
            ended = true;
            tell(new Ended(this));
        }
    }

    /// The media thread must not wait for the inbox.
    private void tell(Signal signal) {
        Thread.ofVirtual().start(() -> inbox.post(signal));
    }

    @Override
    public boolean satisfied() {
        return ended;
    }

    /// What was said so far, as a WAV file.
    synchronized byte[] wav() {
        return WavBytes.of(samples, length);
    }
}
