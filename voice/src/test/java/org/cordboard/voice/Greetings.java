package org.cordboard.voice;

import java.util.Arrays;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;

/// What answers calls, made of synthetic speech: harmonics of a changing pitch in syllables of uneven length and
/// loudness, like the recipe of the detector's own corpus. Times in milliseconds.
final class Greetings {
    private static final int RATE = 8_000;

    private short[] samples = new short[0];
    private int syllable;

    Greetings pause(int millis) {
        samples = Arrays.copyOf(samples, samples.length + millis * RATE / 1_000);
        return this;
    }

    /// Syllables with short gaps, for about so long.
    Greetings speech(int millis) {
        int end = samples.length + millis * RATE / 1_000;
        while (samples.length < end) {
            int length = (130 + 37 * (syllable % 4)) * RATE / 1_000;
            double pitch = 110 + 13 * (syllable % 5);
            int from = samples.length;
            samples = Arrays.copyOf(samples, from + Math.min(length, end - from));
            for (int i = from; i < samples.length; i++) {
                double at = (double) (i - from) / length;
                double voice = 0;
                double fundamental = pitch * (1 + 0.12 * at);
                for (int harmonic = 1; harmonic <= 18; harmonic++) {
                    double weight = 1.0 / (1 + Math.abs(harmonic * fundamental - 600 - 150 * (syllable % 3)) / 300);
                    voice += weight * Math.sin(2 * Math.PI * fundamental * harmonic * i / RATE);
                }
                samples[i] = (short) (2_000 * Math.sin(Math.PI * at) * voice);
            }
            syllable++;
            if (samples.length < end) {
                pause(Math.min(45 + 20 * (syllable % 3), (end - samples.length) * 1_000 / RATE));
            }
        }
        return this;
    }

    Greetings tone(double hertz, int millis) {
        int from = samples.length;
        samples = Arrays.copyOf(samples, from + millis * RATE / 1_000);
        for (int i = from; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return this;
    }

    /// Played once, then silence.
    AudioSource once() {
        return new Clip(samples).once();
    }
}
