package org.cordboard.bench.amd;

import java.util.Random;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.G711;

/// A telephone line: how loud, how noisy, how lossy.
///
/// @param levelDecibels of the speech's loud parts, in dBFS
/// @param noiseDecibels below that level
/// @param noise white, hum or murmur
/// @param loss share of 20 ms packets that do not arrive and are heard as silence
record Line(double levelDecibels, double noiseDecibels, Noise noise, double loss) {
    enum Noise {
        WHITE,
        HUM,
        MURMUR
    }

    static Line random(Random random) {
        return new Line(
                -35 + 32 * random.nextDouble(),
                12 + 33 * random.nextDouble(),
                Noise.values()[random.nextInt(3)],
                random.nextInt(3) == 0 ? 0.05 * random.nextDouble() : 0);
    }

    short[] carry(short[] clean, Random random) {
        double level = 32_768 * Math.pow(10, levelDecibels / 20);
        double gain = level / loudness(clean);
        double noiseLevel = level * Math.pow(10, -noiseDecibels / 20);
        var heard = new short[clean.length];
        double brown = 0;
        double swell = 1;
        for (int i = 0; i < clean.length; i++) {
            double white = random.nextGaussian();
            brown = 0.95 * brown + 0.31 * white;
            swell = i % 400 == 0 ? 0.6 + 0.4 * random.nextDouble() : swell;
            double noisy = switch (noise) {
                case WHITE -> white;
                case HUM -> Math.sqrt(2) * Math.sin(2 * Math.PI * 50 * i / 8_000) * 0.8 + 0.4 * white;
                case MURMUR -> brown * swell;
            };
            double sum = clean[i] * gain + noisy * noiseLevel;
            heard[i] = G711.ulawToLinear(G711.linearToUlaw((short) Math.clamp(Math.round(sum), -32_768, 32_767)));
        }
        for (int at = 0; at + AudioSource.FRAME <= heard.length; at += AudioSource.FRAME) {
            if (random.nextDouble() < loss) {
                java.util.Arrays.fill(heard, at, at + AudioSource.FRAME, (short) 0);
            }
        }
        return heard;
    }

    /// Root mean square of the louder half of the 20 ms frames that sound at all; a silent track counts as speech
    /// would.
    private static double loudness(short[] samples) {
        double sum = 0;
        long count = 0;
        for (int at = 0; at + AudioSource.FRAME <= samples.length; at += AudioSource.FRAME) {
            double energy = 0;
            for (int i = at; i < at + AudioSource.FRAME; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (energy > 400.0 * 400.0 * AudioSource.FRAME) {
                sum += energy;
                count += AudioSource.FRAME;
            }
        }
        return count == 0 ? 3_000 : Math.sqrt(sum / count);
    }
}
