package org.cordboard.media.detection;

/// How loud a stream is between 250 and 1,500 Hz: voices are strong there, hum and rumble lie below, most of the hiss above.
/// Two second-order Butterworth filters; one per stream.
final class VoiceBand {
    private double in1;
    private double in2;
    private double high1;
    private double high2;
    private double low1;
    private double low2;

    /// Mean absolute sample value of the frame within the band.
    double meanAbsolute(short[] frame) {
        double sum = 0;
        for (short sample : frame) {
            double high = 0.8702 * (sample - 2 * in1 + in2) + 1.7237 * high1 - 0.7571 * high2;
            in2 = in1;
            in1 = sample;
            double low = 0.18669 * (high + 2 * high1 + high2) + 0.46294 * low1 - 0.20971 * low2;
            high2 = high1;
            high1 = high;
            low2 = low1;
            low1 = low;
            sum += Math.abs(low);
        }
        return sum / frame.length;
    }
}
