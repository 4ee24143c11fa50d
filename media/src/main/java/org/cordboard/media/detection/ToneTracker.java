package org.cordboard.media.detection;

import static org.cordboard.media.audio.AudioSource.FRAME;

/// Follows single tones of any pitch from 300 to 2,300 Hz: when one is there, how high it is and since when, and what the
/// last one was. Every 10 ms it estimates one frequency from the autocorrelation of the last 20 ms (white noise only
/// changes its zeroth term, which is not used) and asks how much of the energy lies there. Voices hardly ever keep one
/// pure and steady tone for 50 ms.
public final class ToneTracker {
    static final int HOP_MILLIS = 10;
    private static final int HOP = FRAME / 2;
    private static final double PURITY = 0.8;
    private static final double LEAST_MEAN_SQUARE = 180.0 * 180.0;
    private static final double LOWEST = 300;
    private static final double HIGHEST = 2_300;
    /// Two tones count as one when they differ by less, in hertz.
    private static final double SAME_TONE = 28;
    private static final double STEADY = 1.45;
    /// Phase reversals of a fax answer tone interrupt it for this long.
    private static final int GAP_HOPS = 2;
    private static final int LOST_FRAMES_MAX = 2;
    /// As loud as A-law and mu-law can say it.
    private static final int LOUDEST = 31_000;

    private static final int CLIPPED_SAMPLES = 16;
    private static final int PERIODS_MIN = 4;

    private final double[] window = new double[2 * HOP + FRAME];
    private double in1;
    private double in2;
    private double out1;
    private double out2;
    private int lostFrames;
    private boolean clipped;
    private int ended;
    private double hertz;
    private double meanSquare;
    private int hops;
    private int gap;
    private double lastHertz;
    private int lastMillis;
    private int sinceEnd = Integer.MAX_VALUE / 2;
    private double lastMeanSquare;
    private double foundHertz;
    private double foundMeanSquare;

    /// Hears a frame of 20 ms.
    public void hear(short[] frame) {
        boolean lost = hops > 0 && missing(frame);
        lostFrames = lost ? lostFrames + 1 : 0;
        if (lost && lostFrames <= LOST_FRAMES_MAX) {
            sinceEnd += 2 * HOP_MILLIS;
            return;
        }
        System.arraycopy(window, FRAME, window, 0, 2 * HOP);
        int atLimit = 0;
        for (int i = 0; i < FRAME; i++) {
            window[2 * HOP + i] = filtered(frame[i]);
            atLimit += Math.abs(frame[i]) >= LOUDEST ? 1 : 0;
        }
        clipped = atLimit >= CLIPPED_SAMPLES;
        hop(HOP);
        hop(2 * HOP);
    }

    /// A packet that did not come is digital silence: it neither ends a tone nor belongs to it.
    static boolean missing(short[] frame) {
        for (short sample : frame) {
            if (sample > 8 || sample < -8) {
                return false;
            }
        }
        return true;
    }

    /// Takes away hum and rumble, which would pull the estimate down: a second-order high pass at 250 Hz.
    private double filtered(double sample) {
        double out = 0.8702 * (sample - 2 * in1 + in2) + 1.7237 * out1 - 0.7571 * out2;
        in2 = in1;
        in1 = sample;
        out2 = out1;
        out1 = out;
        return out;
    }

    /// Whether a tone sounds now.
    public boolean on() {
        return hops >= 2;
    }

    /// Pitch of the present tone.
    public double hertz() {
        return hertz;
    }

    /// How long the present tone has sounded; 0 when none does.
    public int millis() {
        return on() ? (hops + 1) * HOP_MILLIS : 0;
    }

    /// Pitch and length of the tone that ended last.
    public double lastHertz() {
        return lastHertz;
    }

    public int lastMillis() {
        return lastMillis;
    }

    /// Since the last tone ended.
    public int millisSinceEnd() {
        return sinceEnd;
    }

    /// How many tones have ended so far.
    int ended() {
        return ended;
    }

    /// Mean square of the tone that ended last.
    double lastMeanSquare() {
        return lastMeanSquare;
    }

    /// Mean square of the last 20 ms.
    double meanSquareNow() {
        return foundMeanSquare;
    }

    private void hop(int from) {
        boolean found = find(from);
        sinceEnd += HOP_MILLIS;
        if (found && hops > 0 && Math.abs(foundHertz - hertz) < SAME_TONE && steady()) {
            hops += 1 + gap;
            gap = 0;
            hertz += (foundHertz - hertz) / Math.min(hops, 10);
            meanSquare += (foundMeanSquare - meanSquare) / Math.min(hops, 10);
        } else if (hops > 0 && gap < GAP_HOPS && on()) {
            gap++;
        } else {
            end();
            if (found) {
                hertz = foundHertz;
                meanSquare = foundMeanSquare;
                hops = 1;
            }
        }
    }

    private boolean steady() {
        double ratio = foundMeanSquare / meanSquare;
        return hops < 3 || (ratio < STEADY * STEADY && ratio > 1 / (STEADY * STEADY));
    }

    private void end() {
        if (on()) {
            ended++;
            lastHertz = hertz;
            lastMillis = millis();
            lastMeanSquare = meanSquare;
            sinceEnd = (gap + 1) * HOP_MILLIS + (lostFrames > 0 ? LOST_FRAMES_MAX * 2 * HOP_MILLIS : 0);
        }
        hops = 0;
        gap = 0;
    }

    private boolean find(int from) {
        double r0 = 0;
        double r1 = 0;
        double r2 = 0;
        for (int i = from; i < from + FRAME; i++) {
            double sample = window[i];
            r0 += sample * sample;
            if (i >= from + 2) {
                r1 += sample * window[i - 1];
                r2 += sample * window[i - 2];
            }
        }
        foundMeanSquare = r0 / FRAME;
        if (foundMeanSquare < LEAST_MEAN_SQUARE || r1 == 0) {
            return false;
        } else if (clipped) {
            return evenPeriods(from);
        }
        double ratio = r2 / r1;
        double cosine = (ratio + Math.copySign(Math.sqrt(ratio * ratio + 8), r1)) / 4;
        if (Math.abs(cosine) >= 1) {
            return false;
        }
        double estimate = Math.acos(cosine) * 8_000 / (2 * Math.PI);
        if (estimate < LOWEST - 10 || estimate > HIGHEST) {
            return false;
        }
        foundHertz = estimate;
        return share(from, estimate, r0) >= PURITY;
    }

    /// A tone that was cut off at full scale has strong harmonics, but its upward zero crossings still come evenly.
    private boolean evenPeriods(int from) {
        double first = -1;
        double last = -1;
        double shortest = Double.MAX_VALUE;
        double longest = 0;
        int periods = 0;
        for (int i = from + 1; i < from + FRAME; i++) {
            if (window[i - 1] < 0 && window[i] >= 0) {
                double at = i - window[i] / (window[i] - window[i - 1]);
                if (first < 0) {
                    first = at;
                } else {
                    periods++;
                    shortest = Math.min(shortest, at - last);
                    longest = Math.max(longest, at - last);
                }
                last = at;
            }
        }
        if (periods < PERIODS_MIN || longest - shortest > 0.7 + 0.05 * longest) {
            return false;
        }
        foundHertz = 8_000 * periods / (last - first);
        return foundHertz > LOWEST && foundHertz < HIGHEST;
    }

    /// The best of three neighbouring frequencies, because the estimate may be off by a few hertz.
    private double share(int from, double estimate, double energy) {
        double best = 0;
        for (int step = -1; step <= 1; step++) {
            double at = estimate + 8 * step;
            double coefficient = 2 * Math.cos(2 * Math.PI * at / 8_000);
            double before = 0;
            double beforeThat = 0;
            for (int i = from; i < from + FRAME; i++) {
                double now = window[i] + coefficient * before - beforeThat;
                beforeThat = before;
                before = now;
            }
            double power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
            best = Math.max(best, power * 2 / FRAME / energy);
            if (step == -1 && best < PURITY - 0.25) {
                return 0;
            }
        }
        return best;
    }
}
