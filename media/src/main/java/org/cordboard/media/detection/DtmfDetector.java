package org.cordboard.media.detection;

import org.cordboard.media.audio.DtmfTones;

/// Keys heard as tones in the audio (ITU-T Q.24). Blocks of 205 samples put the eight frequencies into separate bins;
/// a key counts when two blocks in a row agree, and again only after a pause. Voices rarely hold two pure tones that long.
public final class DtmfDetector {
    private static final int BLOCK = 205;
    private static final String KEYS = "147*2580369#ABCD";
    private static final double PURITY = 0.78;
    private static final double TWIST_MAX = 6.5;
    private static final double OTHERS_MAX = 0.2;
    private static final double LEAST_ENERGY = 100.0 * 100.0 * BLOCK;

    private final Goertzel[] rows = new Goertzel[4];
    private final Goertzel[] columns = new Goertzel[4];
    private int inBlock;
    private double energy;
    private char candidate;
    private char reported;
    private int misses;

    public DtmfDetector() {
        for (int i = 0; i < 4; i++) {
            rows[i] = new Goertzel(DtmfTones.row(KEYS.charAt(i)));
            columns[i] = new Goertzel(DtmfTones.column(KEYS.charAt(4 * i)));
        }
    }

    /// Hears a frame and answers the key that it completes, or 0.
    public char hear(short[] frame) {
        char found = 0;
        for (short sample : frame) {
            energy += (double) sample * sample;
            for (int i = 0; i < 4; i++) {
                rows[i].add(sample);
                columns[i].add(sample);
            }
            if (++inBlock == BLOCK) {
                char key = judge();
                found = key == 0 ? found : key;
            }
        }
        return found;
    }

    /// Whether a key was heard and is held, or was let go a moment ago.
    boolean sounding() {
        return reported != 0;
    }

    private char judge() {
        char key = energy < LEAST_ENERGY ? 0 : loudestPair();
        for (int i = 0; i < 4; i++) {
            rows[i].reset();
            columns[i].reset();
        }
        inBlock = 0;
        energy = 0;
        boolean twice = key != 0 && key == candidate;
        candidate = key;
        misses = key == reported ? 0 : misses + 1;
        if (misses >= 2) {
            reported = 0;
        }
        if (twice && key != reported) {
            reported = key;
            misses = 0;
            return key;
        }
        return 0;
    }

    private char loudestPair() {
        int row = loudest(rows);
        int column = loudest(columns);
        double low = rows[row].power();
        double high = columns[column].power();
        boolean pure = (low + high) * 2 / BLOCK >= PURITY * energy;
        boolean balanced = low <= high * TWIST_MAX && high <= low * TWIST_MAX;
        boolean alone = noOther(rows, row, low) && noOther(columns, column, high);
        return pure && balanced && alone ? DtmfTones.key(row, column) : 0;
    }

    private static int loudest(Goertzel[] bins) {
        int best = 0;
        for (int i = 1; i < bins.length; i++) {
            if (bins[i].power() > bins[best].power()) {
                best = i;
            }
        }
        return best;
    }

    private static boolean noOther(Goertzel[] bins, int best, double power) {
        for (int i = 0; i < bins.length; i++) {
            if (i != best && bins[i].power() > OTHERS_MAX * power) {
                return false;
            }
        }
        return true;
    }
}
