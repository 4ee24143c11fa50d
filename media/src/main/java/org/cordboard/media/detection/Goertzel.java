package org.cordboard.media.detection;

/// The energy at one frequency within a block of samples: one bin of a Fourier transform at the price of one multiplication a sample.
public final class Goertzel {
    private static final double RATE = 8_000;
    private final double coefficient;
    private double before;
    private double beforeThat;

    public Goertzel(double hertz) {
        coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    }

    void reset() {
        before = 0;
        beforeThat = 0;
    }

    void add(double sample) {
        double now = sample + coefficient * before - beforeThat;
        beforeThat = before;
        before = now;
    }

    /// Squared magnitude so far.
    double power() {
        return before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
    }

    /// The part of the samples' energy that lies at this frequency: 1 for a pure tone, near 0 for anything else.
    public double share(short[] samples, int from, int count) {
        reset();
        double energy = 0;
        for (int i = from; i < from + count; i++) {
            add(samples[i]);
            energy += (double) samples[i] * samples[i];
        }
        return energy == 0 ? 0 : power() * 2 / count / energy;
    }
}
