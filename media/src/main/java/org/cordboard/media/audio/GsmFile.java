package org.cordboard.media.audio;

import java.util.Arrays;

/// Reads GSM full-rate speech (ETSI EN 300 961, formerly GSM 06.10). Headerless: frames of 33 bytes and 20 ms, each opening
/// with the nibble 13, the first bit on top. In WAV: blocks of 65 bytes with two frames, the first bit at the bottom. The names are those of the recommendation; its 16-bit arithmetic is kept, so that the result is exact.
/// One object per file.
final class GsmFile {
    private static final int FRAME_BYTES = 33;
    private static final int FRAME_SAMPLES = 160;
    private static final int BLOCK_BYTES = 65;
    private static final int SUBFRAME = 40;
    private static final int MAGIC = 0xD;
    private static final int LAG_MAX = 120;

    /// Log area ratios: bits, smallest code, offset, inverse slope.
    private static final int[] BITS = {6, 6, 5, 5, 4, 4, 3, 3};
    private static final int[] MIC = {-32, -32, -16, -16, -8, -8, -4, -4};
    private static final int[] B = {0, 0, 2_048, -2_560, 94, -1_792, -341, -1_144};
    private static final int[] INVA = {13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708};
    /// Gains of the long-term predictor, and steps of the pulses' quantizer.
    private static final int[] QLB = {3_277, 11_469, 21_299, 32_767};
    private static final int[] FAC = {18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767};

    private final byte[] bytes;
    private final boolean lowFirst;
    private int bit;

    private int[] larpp = new int[8];
    private int[] larppBefore = new int[8];
    private final int[] v = new int[9];
    /// The reconstructed residual: what came before, then the subframe at hand.
    private final int[] drp = new int[LAG_MAX + SUBFRAME];
    private int nrp = SUBFRAME;
    private int msr;

    private GsmFile(byte[] bytes, boolean lowFirst) {
        this.bytes = bytes;
        this.lowFirst = lowFirst;
    }

    static boolean is(byte[] bytes) {
        return bytes.length >= FRAME_BYTES && (bytes[0] & 0xF0) >> 4 == MAGIC;
    }

    /// A frame that does not open as it should ends the file there.
    static Clip read(byte[] bytes) {
        var file = new GsmFile(bytes, false);
        int frames = bytes.length / FRAME_BYTES;
        var samples = new short[frames * FRAME_SAMPLES];
        int done = 0;
        while (done < frames && (bytes[done * FRAME_BYTES] & 0xF0) >> 4 == MAGIC) {
            file.bit = done * FRAME_BYTES * 8 + 4;
            file.frame(samples, done * FRAME_SAMPLES);
            done++;
        }
        return new Clip(Arrays.copyOf(samples, done * FRAME_SAMPLES));
    }

    /// The data of a WAV file; what does not fill a block is left out.
    static short[] readBlocks(byte[] data) {
        var file = new GsmFile(data, true);
        int frames = 2 * (data.length / BLOCK_BYTES);
        var samples = new short[frames * FRAME_SAMPLES];
        for (int done = 0; done < frames; done++) {
            file.frame(samples, done * FRAME_SAMPLES);
        }
        return samples;
    }

    private void frame(short[] into, int from) {
        ratios();
        var wt = new int[FRAME_SAMPLES];
        for (int sub = 0; sub < FRAME_SAMPLES; sub += SUBFRAME) {
            residual(wt, sub);
        }
        synthesis(wt);
        for (int k = 0; k < FRAME_SAMPLES; k++) {
            msr = saturated(wt[k] + rounded(msr, 28_180));
            into[from + k] = (short) (saturated(2 * msr) & 0xFFF8);
        }
    }

    private int next(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++, bit++) {
            int at = bit & 7;
            int one = bytes[bit >> 3] >> (lowFirst ? at : 7 - at) & 1;
            value = lowFirst ? value | one << i : value << 1 | one;
        }
        return value;
    }

    private void ratios() {
        var spare = larppBefore;
        larppBefore = larpp;
        larpp = spare;
        for (int i = 0; i < 8; i++) {
            int ratio = (next(BITS[i]) + MIC[i] << 10) - 2 * B[i];
            larpp[i] = saturated(2 * rounded(INVA[i], ratio));
        }
    }

    /// One subframe's pulses and what the long-term predictor adds (4.3.2, 4.3.1).
    private void residual(int[] wt, int from) {
        int lag = next(7);
        int gain = QLB[next(2)];
        int grid = next(2);
        int block = next(6);
        var erp = new int[SUBFRAME];
        int exponent = block > 15 ? (block >> 3) - 1 : 0;
        int mantissa = block - (exponent << 3);
        if (mantissa == 0) {
            exponent = -4;
            mantissa = 7;
        } else {
            while (mantissa <= 7) {
                mantissa = mantissa << 1 | 1;
                exponent--;
            }
            mantissa -= 8;
        }
        int shift = 6 - exponent;
        int half = shift > 0 ? 1 << shift - 1 : 0;
        for (int i = 0; i < 13; i++) {
            int pulse = (2 * next(3) - 7) << 12;
            erp[grid + 3 * i] = saturated(rounded(FAC[mantissa], pulse) + half) >> shift;
        }
        nrp = lag < SUBFRAME || lag > LAG_MAX ? nrp : lag;
        for (int k = 0; k < SUBFRAME; k++) {
            int predicted = rounded(gain, drp[LAG_MAX + k - nrp]);
            drp[LAG_MAX + k] = saturated(erp[k] + predicted);
            wt[from + k] = drp[LAG_MAX + k];
        }
        System.arraycopy(drp, SUBFRAME, drp, 0, LAG_MAX);
    }

    /// The short-term filter, whose ratios glide from those of the frame before (4.2.9, 4.3.4).
    private void synthesis(int[] wt) {
        var rrp = new int[8];
        for (int k = 0; k < FRAME_SAMPLES; k++) {
            if (k == 0 || k == 13 || k == 27 || k == 40) {
                for (int i = 0; i < 8; i++) {
                    rrp[i] = reflection(interpolated(k, larppBefore[i], larpp[i]));
                }
            }
            int sri = wt[k];
            for (int i = 7; i >= 0; i--) {
                sri = saturated(sri - rounded(rrp[i], v[i]));
                v[i + 1] = saturated(v[i] + rounded(rrp[i], sri));
            }
            v[0] = sri;
            wt[k] = sri;
        }
    }

    private static int interpolated(int k, int before, int now) {
        return switch (k) {
            case 0 -> saturated(saturated((before >> 2) + (now >> 2)) + (before >> 1));
            case 13 -> saturated((before >> 1) + (now >> 1));
            case 27 -> saturated(saturated((before >> 2) + (now >> 2)) + (now >> 1));
            default -> now;
        };
    }

    private static int reflection(int ratio) {
        int size = Math.min(Math.abs(ratio), Short.MAX_VALUE);
        int value;
        if (size < 11_059) {
            value = size << 1;
        } else if (size < 20_070) {
            value = size + 11_059;
        } else {
            value = saturated((size >> 2) + 26_112);
        }
        return ratio < 0 ? -value : value;
    }

    private static int rounded(int a, int b) {
        return saturated(a * b + 16_384 >> 15);
    }

    private static int saturated(int value) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
}
