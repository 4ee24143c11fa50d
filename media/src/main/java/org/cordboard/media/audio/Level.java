package org.cordboard.media.audio;

/// How loud samples are.
public final class Level {
    /// What digital silence is called, as in RFC 6464.
    public static final double SILENCE = -127;

    private Level() {}

    public static long energy(short[] samples, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += samples[i] * samples[i];
        }
        return sum;
    }

    /// Decibels below a full-scale square wave.
    public static double decibels(double energy, long count) {
        if (count == 0 || energy <= 0) {
            return SILENCE;
        }
        return Math.max(SILENCE, 10 * Math.log10(energy / count / (32_768.0 * 32_768.0)));
    }
}
