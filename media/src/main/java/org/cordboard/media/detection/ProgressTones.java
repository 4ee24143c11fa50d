package org.cordboard.media.detection;

import static org.cordboard.media.audio.AudioSource.FRAME;

/// Recognises ringing and busy tones, which are pairs of steady low tones (ITU-T E.180, North America): nobody speaks while
/// they sound. Looks at 40 ms every 20 ms.
final class ProgressTones {
    private static final int BLOCK = 2 * FRAME;
    private static final double[] HERTZ = {350, 400, 440, 450, 480, 620};
    /// Pairs by index: dial tone, British ringing, ringing, busy and reorder.
    private static final int[][] PAIRS = {{0, 2}, {1, 3}, {2, 4}, {4, 5}};

    private static final double PURITY = 0.8;
    private static final double BALANCE = 0.12;
    private static final int KNOWN_FRAMES = 3;
    /// A lost packet leaves a gap of one frame and a leap of the phase in the next two blocks.
    private static final int MISSED_MAX = 3;
    private static final double LEAST_ENERGY = 180.0 * 180.0 * BLOCK;

    private final Goertzel[] bins = new Goertzel[HERTZ.length];
    private final short[] block = new short[BLOCK];
    private int run;
    private int missed;

    ProgressTones() {
        for (int i = 0; i < HERTZ.length; i++) {
            bins[i] = new Goertzel(HERTZ[i]);
        }
    }

    /// Hears a frame; true while such a tone has sounded for at least 80 ms.
    boolean hear(short[] frame) {
        System.arraycopy(block, FRAME, block, 0, FRAME);
        System.arraycopy(frame, 0, block, FRAME, FRAME);
        if (sounds()) {
            run++;
            missed = 0;
        } else if (run < KNOWN_FRAMES || ++missed > MISSED_MAX) {
            run = 0;
        }
        return run >= KNOWN_FRAMES;
    }

    private boolean sounds() {
        double energy = 0;
        for (short sample : block) {
            energy += sample * sample;
        }
        if (energy < LEAST_ENERGY) {
            return false;
        }
        for (var pair : PAIRS) {
            double first = bins[pair[0]].share(block, 0, BLOCK);
            double second = bins[pair[1]].share(block, 0, BLOCK);
            // 40 ms hardly separate tones 40 Hz apart, so their shares overlap and may exceed one together.
            if (first + second >= PURITY && Math.min(first, second) >= BALANCE && first < 0.9 && second < 0.9) {
                return true;
            }
        }
        return false;
    }
}
