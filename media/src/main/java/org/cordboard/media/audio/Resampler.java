package org.cordboard.media.audio;

/// Brings audio of any rate to 8 kHz: each output sample is the input seen through a windowed sinc that cuts off below half
/// of the lower rate, so that nothing folds back into the telephone band.
public final class Resampler {
    private static final int ZERO_CROSSINGS = 16;
    private static final int STEPS = 256;
    private static final double CUT_OFF = 0.93;
    private static final double[] KERNEL = kernel();

    private Resampler() {}

    public static short[] toTelephone(float[] input, double rate) {
        if (rate < 1_000 || rate > 400_000) {
            throw new IllegalArgumentException("not a sampling rate: " + rate);
        }
        double ratio = rate / AudioSource.RATE;
        var output = new short[(int) (input.length / ratio)];
        if (rate == AudioSource.RATE) {
            for (int i = 0; i < output.length; i++) {
                output[i] = toShort(input[i]);
            }
            return output;
        }
        double cut = CUT_OFF * Math.min(1, 1 / ratio);
        double reach = ZERO_CROSSINGS / cut;
        for (int i = 0; i < output.length; i++) {
            output[i] = toShort(at(input, i * ratio, cut, reach));
        }
        return output;
    }

    /// @param reach how far the kernel extends to either side, in input samples
    private static double at(float[] input, double position, double cut, double reach) {
        int from = Math.max(0, (int) Math.ceil(position - reach));
        int to = Math.min(input.length - 1, (int) Math.floor(position + reach));
        double sum = 0;
        for (int i = from; i <= to; i++) {
            double place = Math.abs(position - i) * cut * STEPS;
            int step = (int) place;
            double fraction = place - step;
            sum += input[i] * (KERNEL[step] + fraction * (KERNEL[step + 1] - KERNEL[step]));
        }
        return sum * cut;
    }

    private static double[] kernel() {
        var kernel = new double[ZERO_CROSSINGS * STEPS + 2];
        for (int i = 0; i <= ZERO_CROSSINGS * STEPS; i++) {
            double x = Math.PI * i / STEPS;
            double window = 0.42 + 0.5 * Math.cos(x / ZERO_CROSSINGS) + 0.08 * Math.cos(2 * x / ZERO_CROSSINGS);
            kernel[i] = i == 0 ? 1 : Math.sin(x) / x * window;
        }
        return kernel;
    }

    private static short toShort(double sample) {
        return (short) Math.clamp(Math.round(sample * 32_768), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
