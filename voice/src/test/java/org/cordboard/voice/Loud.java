package org.cordboard.voice;

import org.cordboard.media.audio.Clip;

/// What is in a recorded clip.
final class Loud {
    private static final int RATE = 8_000;
    private static final int WINDOW = 400;

    private Loud() {}

    /// Share of the clip's energy at a frequency.
    static double share(Clip clip, double hertz) {
        return share(clip.toArray(), hertz);
    }

    /// Windows of 50 ms, so that a packet lost or late, which moves the phase, does not cancel the tone.
    static double share(short[] samples, double hertz) {
        double power = 0;
        double energy = 1e-9;
        for (int from = 0; from + WINDOW <= samples.length; from += WINDOW) {
            double sine = 0;
            double cosine = 0;
            for (int i = from; i < from + WINDOW; i++) {
                double angle = 2 * Math.PI * hertz * i / RATE;
                sine += samples[i] * Math.sin(angle);
                cosine += samples[i] * Math.cos(angle);
                energy += (double) samples[i] * samples[i];
            }
            power += 2 * (sine * sine + cosine * cosine) / WINDOW;
        }
        return power / energy;
    }
}
