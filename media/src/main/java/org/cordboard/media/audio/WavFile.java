package org.cordboard.media.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads RIFF WAVE: linear PCM of 8, 16, 24 and 32 bits, 32-bit float, mu-law and A-law, any rate, any number of channels
/// (averaged into one), and GSM of one channel. Chunk lengths of a stream or of a file whose writer died are not trusted: the data ends with the bytes.
final class WavFile {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int ALAW = 6;
    private static final int ULAW = 7;
    private static final int GSM = 49;
    private static final int EXTENSIBLE = 0xFFFE;

    private record Format(int coding, int channels, int rate, int bits) {}

    private WavFile() {}

    static boolean is(byte[] bytes) {
        return bytes.length >= 12 && tag(ByteBuffer.wrap(bytes), 0).equals("RIFF") && tag(ByteBuffer.wrap(bytes), 8).equals("WAVE");
    }

    static Clip read(byte[] bytes) throws AudioFormatException {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var format = new Format(0, 0, 0, 0);
        int at = 12;
        while (at + 8 <= bytes.length) {
            var tag = tag(in, at);
            long length = Integer.toUnsignedLong(in.getInt(at + 4));
            int from = at + 8;
            int to = (int) Math.min(bytes.length, from + length);
            if (tag.equals("fmt ")) {
                format = format(in, from, to);
            } else if (tag.equals("data")) {
                return format.coding() == GSM ? gsm(bytes, from, to, format) : samples(in, from, to, format);
            }
            at = (int) Math.min(bytes.length, from + length + (length & 1));
        }
        throw new AudioFormatException("a WAV file without audio data");
    }

    private static String tag(ByteBuffer in, int at) {
        return new String(in.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    private static Format format(ByteBuffer in, int from, int to) throws AudioFormatException {
        if (to - from < 16) {
            throw new AudioFormatException("a WAV file with a broken format chunk");
        }
        int coding = Short.toUnsignedInt(in.getShort(from));
        if (coding == EXTENSIBLE && to - from >= 26) {
            coding = Short.toUnsignedInt(in.getShort(from + 24));
        }
        var format = new Format(coding, in.getShort(from + 2), in.getInt(from + 4), in.getShort(from + 14));
        if (format.channels() < 1 || format.channels() > 32 || format.rate() < 1_000 || format.rate() > 400_000) {
            throw new AudioFormatException("a WAV file with " + format.channels() + " channels at " + format.rate() + " Hz");
        }
        return format;
    }

    private static Clip gsm(byte[] bytes, int from, int to, Format format) throws AudioFormatException {
        if (format.channels() != 1) {
            throw new AudioFormatException("a WAV file in GSM with " + format.channels() + " channels");
        }
        var samples = GsmFile.readBlocks(Arrays.copyOfRange(bytes, from, to));
        var mono = new float[samples.length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = samples[i] / 32_768f;
        }
        return new Clip(Resampler.toTelephone(mono, format.rate()));
    }

    private static Clip samples(ByteBuffer in, int from, int to, Format format) throws AudioFormatException {
        int width = width(format);
        int frames = (to - from) / (width * format.channels());
        var mono = new float[frames];
        int at = from;
        for (int i = 0; i < frames; i++) {
            float sum = 0;
            for (int c = 0; c < format.channels(); c++) {
                sum += sample(in, at, format);
                at += width;
            }
            mono[i] = sum / format.channels();
        }
        return new Clip(Resampler.toTelephone(mono, format.rate()));
    }

    private static int width(Format format) throws AudioFormatException {
        boolean known = switch (format.coding()) {
            case PCM -> format.bits() == 8 || format.bits() == 16 || format.bits() == 24 || format.bits() == 32;
            case FLOAT -> format.bits() == 32;
            case ALAW, ULAW -> format.bits() == 8;
            default -> false;
        };
        if (!known) {
            throw new AudioFormatException("a WAV file in coding " + format.coding() + " with " + format.bits() + " bits");
        }
        return format.bits() / 8;
    }

    private static float sample(ByteBuffer in, int at, Format format) {
        return switch (format.coding()) {
            case ALAW -> G711.alawToLinear(in.get(at)) / 32_768f;
            case ULAW -> G711.ulawToLinear(in.get(at)) / 32_768f;
            case FLOAT -> in.getFloat(at);
            default -> linear(in, at, format.bits());
        };
    }

    private static float linear(ByteBuffer in, int at, int bits) {
        return switch (bits) {
            case 8 -> ((in.get(at) & 0xFF) - 128) / 128f;
            case 16 -> in.getShort(at) / 32_768f;
            case 24 -> ((in.get(at) & 0xFF) << 8 | (in.get(at + 1) & 0xFF) << 16 | in.get(at + 2) << 24) / 2_147_483_648f;
            default -> in.getInt(at) / 2_147_483_648f;
        };
    }
}
