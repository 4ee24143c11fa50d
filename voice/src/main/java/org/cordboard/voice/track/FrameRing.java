package org.cordboard.voice.track;

import org.cordboard.media.audio.AudioSource;

/// The frames of one track on their way from the media thread to a reader of another: room made beforehand, neither
/// side waits for the other. When the reader is too slow the oldest frame makes way. Thread-safe.
public final class FrameRing {
    private final short[] samples;
    private int start;
    private int length;
    private long dropped;

    public FrameRing(int frames) {
        samples = new short[frames * AudioSource.FRAME];
    }

    public synchronized void write(short[] frame) {
        if (length == samples.length) {
            start = (start + AudioSource.FRAME) % samples.length;
            length -= AudioSource.FRAME;
            dropped++;
        }
        System.arraycopy(frame, 0, samples, (start + length) % samples.length, AudioSource.FRAME);
        length += AudioSource.FRAME;
    }

    /// Takes the oldest frame; false, leaving `frame` as it is, when there is none.
    public synchronized boolean read(short[] frame) {
        if (length == 0) {
            return false;
        }
        System.arraycopy(samples, start, frame, 0, AudioSource.FRAME);
        start = (start + AudioSource.FRAME) % samples.length;
        length -= AudioSource.FRAME;
        return true;
    }

    public synchronized int frames() {
        return length / AudioSource.FRAME;
    }

    /// Frames that nobody read in time.
    public synchronized long dropped() {
        return dropped;
    }
}
