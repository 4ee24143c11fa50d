package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import org.cordboard.media.audio.Level;

/// Says what may be our own voice coming back from the far end: lines return it 20 dB weaker, or weaker still, within half a
/// second. One per endpoint that is listened to while something plays; owned by the media thread.
final class EchoGate {
    private static final int FRAMES = 25;
    /// In energy: 20 dB.
    private static final int WEAKER = 100;

    private final long[] sent = new long[FRAMES];
    private int next;

    boolean echo(short[] inbound, short[] outbound) {
        sent[next] = Level.energy(outbound, FRAME);
        next = (next + 1) % FRAMES;
        long loudest = 0;
        for (long each : sent) {
            loudest = Math.max(loudest, each);
        }
        return Level.energy(inbound, FRAME) * WEAKER < loudest;
    }
}
