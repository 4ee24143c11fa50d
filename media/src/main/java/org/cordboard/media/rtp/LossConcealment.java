package org.cordboard.media.rtp;

/// Hides missing audio: repeats the last pitch period while fading out over 60 ms, and blends back into what comes next.
final class LossConcealment {
    private static final int HISTORY = 320;
    private static final int LAG_MIN = 40;
    private static final int LAG_MAX = 160;
    private static final int FULL_SAMPLES = 80;
    private static final int FADE_SAMPLES = 400;
    private static final int BLEND_SAMPLES = 32;

    private final short[] history = new short[HISTORY];
    private final short[] period = new short[LAG_MAX];
    private int next;
    private int lag;
    private int made;
    private boolean hiding;
    private int blendLeft;

    /// A sample that really arrived; answers it, blended with the repetition right after a gap.
    short real(short sample) {
        if (hiding) {
            hiding = false;
            blendLeft = BLEND_SAMPLES;
        }
        short heard = sample;
        if (blendLeft > 0) {
            heard = (short) ((sample * (BLEND_SAMPLES - blendLeft) + repeated() * blendLeft) / BLEND_SAMPLES);
            blendLeft--;
        }
        remember(heard);
        return heard;
    }

    /// Whether nothing is being hidden, so that [#real(short)] would change nothing.
    boolean idle() {
        return !hiding && blendLeft == 0;
    }

    /// Takes the first samples of a frame that arrived while [#idle()].
    void remember(short[] frame, int count) {
        int part = Math.min(count, HISTORY - next);
        System.arraycopy(frame, 0, history, next, part);
        System.arraycopy(frame, part, history, 0, count - part);
        next = (next + count) % HISTORY;
    }

    /// A sample in place of a missing one.
    short missing() {
        if (!hiding) {
            start();
        }
        return repeated();
    }

    boolean silent() {
        return hiding && made >= FULL_SAMPLES + FADE_SAMPLES;
    }

    private void remember(short sample) {
        history[next] = sample;
        next = next + 1 == HISTORY ? 0 : next + 1;
    }

    private void start() {
        hiding = true;
        blendLeft = 0;
        made = 0;
        lag = bestLag();
        for (int i = 0; i < lag; i++) {
            period[i] = at(HISTORY - lag + i);
        }
    }

    private short repeated() {
        if (made >= FULL_SAMPLES + FADE_SAMPLES) {
            return 0;
        }
        int fading = Math.max(0, made - FULL_SAMPLES);
        int value = period[made % lag] * (FADE_SAMPLES - fading) / FADE_SAMPLES;
        made++;
        return (short) value;
    }

    private short at(int index) {
        return history[(next + index) % HISTORY];
    }

    /// The shift at which the last 20 ms look most like what was before them.
    private int bestLag() {
        int best = LAG_MAX;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int candidate = LAG_MIN; candidate <= LAG_MAX; candidate++) {
            double product = 0;
            double energy = 1;
            for (int i = HISTORY - 160; i < HISTORY; i += 2) {
                int shifted = at(i - candidate);
                product += (double) at(i) * shifted;
                energy += (double) shifted * shifted;
            }
            double score = product / Math.sqrt(energy);
            if (score > bestScore) {
                bestScore = score;
                best = candidate;
            }
        }
        return best;
    }
}
