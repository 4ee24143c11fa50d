package org.cordboard.voice.siprec;

import java.util.Arrays;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.voice.track.FrameRing;

/// Plays a track that another leg's media thread writes. Two frames are waited for first, and again after a gap, so that
/// the two threads' ticks need not agree. Owned by the media thread that plays.
final class TrackSource implements AudioSource {
    private static final int FRAMES_AHEAD = 2;

    private final FrameRing track;
    private boolean flowing;

    TrackSource(FrameRing track) {
        this.track = track;
    }

    @Override
    public int read(short[] frame) {
        if (!flowing) {
            flowing = track.frames() >= FRAMES_AHEAD;
        }
        if (!flowing || !track.read(frame)) {
            flowing = false;
            Arrays.fill(frame, (short) 0);
        }
        return frame.length;
    }
}
