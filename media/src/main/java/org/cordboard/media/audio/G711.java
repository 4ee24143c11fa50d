package org.cordboard.media.audio;

/// ITU-T G.711: eight-bit logarithmic samples to linear 16-bit ones and back, by table.
public final class G711 {
    /// Mu-law and A-law for silence.
    public static final byte ULAW_SILENCE = (byte) 0xFF;

    public static final byte ALAW_SILENCE = (byte) 0xD5;

    private static final short[] ULAW_TO_LINEAR = new short[256];
    private static final short[] ALAW_TO_LINEAR = new short[256];
    private static final byte[] LINEAR_TO_ULAW = new byte[65_536];
    private static final byte[] LINEAR_TO_ALAW = new byte[65_536];

    static {
        for (int code = 0; code < 256; code++) {
            ULAW_TO_LINEAR[code] = expandUlaw(code);
            ALAW_TO_LINEAR[code] = expandAlaw(code);
        }
        for (int linear = Short.MIN_VALUE; linear <= Short.MAX_VALUE; linear++) {
            LINEAR_TO_ULAW[linear & 0xFFFF] = compressUlaw(linear);
            LINEAR_TO_ALAW[linear & 0xFFFF] = compressAlaw(linear);
        }
    }

    private G711() {}

    public static short ulawToLinear(byte code) {
        return ULAW_TO_LINEAR[code & 0xFF];
    }

    public static short alawToLinear(byte code) {
        return ALAW_TO_LINEAR[code & 0xFF];
    }

    public static byte linearToUlaw(short linear) {
        return LINEAR_TO_ULAW[linear & 0xFFFF];
    }

    public static byte linearToAlaw(short linear) {
        return LINEAR_TO_ALAW[linear & 0xFFFF];
    }

    /// Decodes the first `count` bytes.
    public static void decodeUlaw(byte[] codes, short[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] = ULAW_TO_LINEAR[codes[i] & 0xFF];
        }
    }

    /// Decodes the first `count` bytes.
    public static void decodeAlaw(byte[] codes, short[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] = ALAW_TO_LINEAR[codes[i] & 0xFF];
        }
    }

    /// Sign, 3-bit exponent and 4-bit mantissa of the biased magnitude, all bits inverted.
    private static short expandUlaw(int code) {
        int bits = ~code & 0xFF;
        int exponent = (bits >> 4) & 7;
        int magnitude = ((((bits & 0x0F) << 3) + 0x84) << exponent) - 0x84;
        return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte compressUlaw(int linear) {
        int magnitude = Math.min(Math.abs(linear), 32_635) + 0x84;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        int sign = linear < 0 ? 0x80 : 0;
        return (byte) ~(sign | (exponent << 4) | mantissa);
    }

    /// Even bits inverted; segments 0 and 1 are both linear.
    private static short expandAlaw(int code) {
        int bits = code ^ 0x55;
        int exponent = (bits >> 4) & 7;
        int magnitude = ((bits & 0x0F) << 4) + 8;
        if (exponent > 0) {
            magnitude = (magnitude + 0x100) << (exponent - 1);
        }
        return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte compressAlaw(int linear) {
        int sign = linear >= 0 ? 0x80 : 0;
        int magnitude = Math.min(linear >= 0 ? linear : -linear - 1, 32_767);
        int exponent = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
        int mantissa = (exponent == 0 ? magnitude >> 4 : magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ((sign | (exponent << 4) | mantissa) ^ 0x55);
    }
}
