package org.cordboard.media.speech;

import org.cordboard.media.audio.Clip;

/// Brings speech of all engines to about the same loudness, and as loud as `prosody` asks.
final class Loudness {
    private static final double SPEECH_LEVEL = 3_300;
    private static final int LOUD_ENOUGH = 400;

    private Loudness() {}

    static Clip scale(Clip clip, double factor) {
        if (factor == 1) {
            return clip;
        }
        var samples = clip.toArray();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.clamp(Math.round(samples[i] * factor), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return new Clip(samples);
    }

    /// The factor that brings the spoken parts of a clip to telephone speech level, without clipping its peaks.
    static double factor(Clip clip) {
        double sum = 0;
        long count = 0;
        int peak = 1;
        for (int i = 0; i < clip.length(); i++) {
            int sample = Math.abs(clip.sample(i));
            peak = Math.max(peak, sample);
            if (sample > LOUD_ENOUGH) {
                sum += (double) sample * sample;
                count++;
            }
        }
        return count == 0 ? 1 : Math.min(SPEECH_LEVEL / Math.sqrt(sum / count), 32_000.0 / peak);
    }
}
