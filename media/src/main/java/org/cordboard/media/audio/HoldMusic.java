package org.cordboard.media.audio;

import java.util.Random;

/// Music on hold, free of anybody's rights: composed and played by this program. A seed gives a piece of eight bars in
/// common time, about half a minute, whose end flows into its beginning: bass and soft chords, broken chords above them,
/// and a pentatonic tune that keeps close to the chords.
public final class HoldMusic {
    private static final int RATE = AudioSource.RATE;
    private static final double BEATS_PER_MINUTE = 66;
    private static final int BEAT = (int) (RATE * 60 / BEATS_PER_MINUTE);
    private static final int BAR = 4 * BEAT;
    private static final int BARS = 8;
    private static final double PEAK = 0.4;
    private static final int[][] PROGRESSIONS = {
        {0, 5, 3, 4, 0, 2, 3, 4}, {0, 4, 5, 3, 0, 4, 3, 4}, {0, 3, 1, 4, 2, 5, 1, 4}, {0, 5, 1, 4, 2, 5, 3, 4},
    };
    private static final int[] MAJOR = {0, 2, 4, 5, 7, 9, 11};
    private static final int[] PENTATONIC = {0, 2, 4, 7, 9};

    private static final class Default {
        static final Clip PIECE = compose(1878);
    }

    private final Random random;
    private final double[] mix = new double[BARS * BAR];
    private final int key;

    private HoldMusic(long seed) {
        random = new Random(seed);
        key = 48 + random.nextInt(6);
    }

    /// The music that is played when nobody chose another; made once.
    public static Clip piece() {
        return Default.PIECE;
    }

    public static Clip compose(long seed) {
        var music = new HoldMusic(seed);
        music.accompany();
        music.sing();
        return music.finish();
    }

    private void accompany() {
        var progression = PROGRESSIONS[random.nextInt(PROGRESSIONS.length)];
        for (int bar = 0; bar < BARS; bar++) {
            int root = progression[bar];
            int start = bar * BAR;
            pluck(start, note(root) - 12, 3.6 * BEAT, 0.55, 1.4);
            pluck(start + 2 * BEAT, note(root + 4) - 12, 1.8 * BEAT, 0.35, 1.4);
            for (int third = 0; third < 3; third++) {
                pad(start, note(root + 2 * third), BAR, 0.16);
            }
            int[] pattern = {0, 2, 4, 7, 4, 2, 4, 2};
            for (int eighth = 0; eighth < 8; eighth++) {
                double accent = eighth % 4 == 0 ? 0.3 : 0.22;
                pluck(start + eighth * BEAT / 2, note(root + pattern[eighth]) + 12, BEAT, accent, 3);
            }
        }
    }

    /// The tune walks in small steps over five tones that fit every chord; long notes end each second bar.
    private void sing() {
        int place = 7;
        for (int bar = 0; bar < BARS; bar++) {
            int beat = 0;
            while (beat < 4) {
                boolean closing = bar % 2 == 1 && beat >= 2;
                int beats = closing ? 4 - beat : random.nextInt(3) == 0 ? 2 : 1;
                beats = Math.min(beats, 4 - beat);
                place = Math.clamp(place + random.nextInt(5) - 2, 4, 11);
                if (random.nextInt(7) > 0 || closing) {
                    int pitch = key + 12 + PENTATONIC[place % 5] + 12 * (place / 5);
                    pluck(bar * BAR + beat * BEAT, pitch, (beats + 0.6) * BEAT, 0.5, 1.1);
                }
                beat += beats;
            }
        }
    }

    private int note(int degree) {
        return key + MAJOR[degree % 7] + 12 * (degree / 7);
    }

    /// A string that is struck and dies away.
    private void pluck(int start, int midi, double length, double level, double dying) {
        double step = 2 * Math.PI * hertz(midi) / RATE;
        for (int i = 0; i < length; i++) {
            double fade = Math.exp(-dying * i / RATE) * Math.min(1, i / 60.0) * Math.min(1, (length - i) / 400);
            double tone = Math.sin(step * i) + 0.35 * Math.sin(2 * step * i) * fade + 0.12 * Math.sin(3 * step * i) * fade;
            add(start + i, tone * fade * level);
        }
    }

    /// Strings held under everything, swelling and ebbing.
    private void pad(int start, int midi, int length, double level) {
        double step = 2 * Math.PI * hertz(midi) / RATE;
        for (int i = 0; i < length + BEAT / 2; i++) {
            double swell = Math.min(1, i / (0.7 * BEAT)) * Math.min(1, (length + BEAT / 2.0 - i) / BEAT);
            double tone = Math.sin(step * i) + 0.5 * Math.sin(1.003 * step * i) + 0.25 * Math.sin(2 * step * i);
            add(start + i, tone * swell * level);
        }
    }

    private static double hertz(int midi) {
        return 440 * Math.pow(2, (midi - 69) / 12.0);
    }

    /// Notes that ring on after the last bar sound in the first one.
    private void add(int at, double value) {
        mix[at % mix.length] += value;
    }

    private Clip finish() {
        double loudest = 0;
        for (double each : mix) {
            loudest = Math.max(loudest, Math.abs(each));
        }
        var samples = new short[mix.length];
        for (int i = 0; i < mix.length; i++) {
            samples[i] = (short) Math.round(mix[i] / loudest * PEAK * Short.MAX_VALUE);
        }
        return new Clip(samples);
    }
}
