package org.cordboard.voice;

import org.cordboard.media.audio.Clip;

/// What is in a recorded clip.
final class Loud {
    private static final int RATE = 8_000;

    private Loud() {}

    /// Share of the clip's energy at a frequency.
    static double share(Clip clip, double hertz) {
        return share(clip.toArray(), hertz);
    }

    static double share(short[] samples, double hertz) {
        double sine = 0;
        double cosine = 0;
        double energy = 1e-9;
        for (int i = 0; i < samples.length; i++) {
            double angle = 2 * Math.PI * hertz * i / RATE;
            sine += samples[i] * Math.sin(angle);
            cosine += samples[i] * Math.cos(angle);
            energy += (double) samples[i] * samples[i];
        }
        return 2 * (sine * sine + cosine * cosine) / (energy * samples.length);
    }
}
