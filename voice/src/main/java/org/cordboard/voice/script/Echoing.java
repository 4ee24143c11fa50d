package org.cordboard.voice.script;

import static org.cordboard.media.audio.AudioSource.FRAME;

import org.cordboard.media.AudioTap;
import org.cordboard.media.audio.AudioSource;

/// Says to a leg what it has just said. One media thread does both, so nothing is guarded.
final class Echoing implements AudioTap, AudioSource {
    private final short[] last = new short[FRAME];

    @Override
    public void frame(short[] inbound, short[] outbound) {
        System.arraycopy(inbound, 0, last, 0, FRAME);
    }

    @Override
    public int read(short[] frame) {
        System.arraycopy(last, 0, frame, 0, FRAME);
        return FRAME;
    }
}
