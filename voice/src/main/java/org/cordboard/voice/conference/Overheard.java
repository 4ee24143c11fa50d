package org.cordboard.voice.conference;

import java.util.Arrays;
import org.cordboard.media.AudioTap;
import org.cordboard.media.audio.AudioSource;

/// What comes from a called party before it answers, for those in the room to hear: the announcements and ringing tones of
/// its network. It hears nothing of them. Filled by one media thread, played by another; up to a fifth of a second waits,
/// the oldest gives way.
final class Overheard implements AudioTap, AudioSource {
    private static final int FRAMES = 10;

    private final short[] ring = new short[FRAMES * FRAME];
    private int first;
    private int waiting;
    private boolean over;

    @Override
    public synchronized void frame(short[] inbound, short[] outbound) {
        if (waiting == FRAMES) {
            first = (first + 1) % FRAMES;
            waiting--;
        }
        System.arraycopy(inbound, 0, ring, (first + waiting) % FRAMES * FRAME, FRAME);
        waiting++;
    }

    @Override
    public synchronized int read(short[] frame) {
        if (waiting == 0) {
            Arrays.fill(frame, (short) 0);
        } else {
            System.arraycopy(ring, first * FRAME, frame, 0, FRAME);
            first = (first + 1) % FRAMES;
            waiting--;
        }
        return FRAME;
    }

    @Override
    public synchronized void released() {
        over = true;
    }

    @Override
    public synchronized boolean satisfied() {
        return over;
    }
}
