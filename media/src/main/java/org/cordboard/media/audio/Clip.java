package org.cordboard.media.audio;

import java.time.Duration;
import java.util.Arrays;

/// Decoded audio at 8 kHz, shared by everyone who plays it: decoded once, read by many. Immutable.
public final class Clip {
    private final short[] samples;

    public Clip(short[] samples) {
        this(samples, samples.length);
    }

    public Clip(short[] samples, int length) {
        this.samples = Arrays.copyOf(samples, length);
    }

    public static Clip silence(Duration length) {
        return new Clip(new short[Math.toIntExact(length.toMillis() * AudioSource.RATE / 1_000)]);
    }

    /// One clip after the other.
    public static Clip join(Clip... clips) {
        int length = 0;
        for (var clip : clips) {
            length += clip.samples.length;
        }
        var all = new short[length];
        int at = 0;
        for (var clip : clips) {
            System.arraycopy(clip.samples, 0, all, at, clip.samples.length);
            at += clip.samples.length;
        }
        return new Clip(all);
    }

    public int length() {
        return samples.length;
    }

    public short sample(int index) {
        return samples[index];
    }

    public short[] toArray() {
        return samples.clone();
    }

    public Duration duration() {
        return Duration.ofMillis(samples.length * 1_000L / AudioSource.RATE);
    }

    /// Plays the clip once.
    public AudioSource once() {
        return times(1);
    }

    /// Plays the clip without a pause, `loops` times; an empty clip ends at once.
    public AudioSource times(int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("a clip is played at least once, not " + loops + " times");
        }
        return new Reader(loops, 0);
    }

    /// Plays the clip until it is stopped.
    public AudioSource forever() {
        return new Reader(Integer.MAX_VALUE, 0);
    }

    /// Plays the clip until it is stopped, from a point inside it, so that not every caller hears the same bar of music.
    public AudioSource foreverFrom(int sample) {
        return new Reader(Integer.MAX_VALUE, samples.length == 0 ? 0 : Math.floorMod(sample, samples.length));
    }

    private final class Reader implements AudioSource {
        private int loopsLeft;
        private int position;

        Reader(int loops, int position) {
            this.loopsLeft = loops;
            this.position = position;
        }

        @Override
        public int read(short[] frame) {
            int written = 0;
            while (written < frame.length && loopsLeft > 0 && samples.length > 0) {
                int part = Math.min(frame.length - written, samples.length - position);
                System.arraycopy(samples, position, frame, written, part);
                written += part;
                position += part;
                if (position == samples.length) {
                    position = 0;
                    if (loopsLeft != Integer.MAX_VALUE) {
                        loopsLeft--;
                    }
                }
            }
            return written;
        }
    }
}
