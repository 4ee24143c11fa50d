package org.cordboard.media.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// Reads the files that applications play. What a file is decides its content; the content type only helps with raw mu-law
/// and GSM, which have no header. Blocks and takes memory for the whole file: never on a media thread.
public final class AudioFiles {
    /// Longest file that is read, in bytes.
    public static final int BYTES_MAX = 64 << 20;

    private AudioFiles() {}

    public static Clip read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new AudioFormatException("a file of " + Files.size(file) + " bytes, at most " + BYTES_MAX + " are played");
        }
        return decode(Files.readAllBytes(file), "");
    }

    /// @param contentType as the server gave it, or empty
    public static Clip decode(byte[] bytes, String contentType) throws IOException {
        if (bytes.length > BYTES_MAX) {
            throw new AudioFormatException("audio of " + bytes.length + " bytes, at most " + BYTES_MAX + " are played");
        }
        var type = contentType.toLowerCase(Locale.ROOT);
        if (WavFile.is(bytes)) {
            return WavFile.read(bytes);
        } else if (type.startsWith("audio/ulaw") || type.startsWith("audio/basic") || type.startsWith("audio/x-mulaw")) {
            return startsWith(bytes, ".snd") ? readByJdk(bytes) : ulaw(bytes);
        } else if (startsWith(bytes, "FORM") || startsWith(bytes, ".snd")) {
            return readByJdk(bytes);
        } else if ((type.startsWith("audio/gsm") || type.startsWith("audio/x-gsm")) && GsmFile.is(bytes)) {
            return GsmFile.read(bytes);
        } else if (Mp3File.is(bytes)) {
            return Mp3File.read(bytes);
        }
        throw new AudioFormatException(
                "neither WAV, MP3, AIFF, AU nor GSM" + (contentType.isEmpty() ? "" : ", whatever " + contentType + " says"));
    }

    /// Mu-law without a header.
    public static Clip ulaw(byte[] bytes) {
        var samples = new short[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            samples[i] = G711.ulawToLinear(bytes[i]);
        }
        return new Clip(samples);
    }

    private static boolean startsWith(byte[] bytes, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= bytes.length || bytes[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Clip readByJdk(byte[] bytes) throws IOException {
        try (var in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
            var format = in.getFormat();
            var linear = new AudioFormat(format.getSampleRate(), 16, format.getChannels(), true, true);
            try (var decoded = AudioSystem.getAudioInputStream(linear, in)) {
                return fromBigEndian(decoded.readAllBytes(), format.getChannels(), format.getSampleRate());
            }
        } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
            throw new AudioFormatException("an AIFF or AU file in a form that cannot be read", e);
        }
    }

    private static Clip fromBigEndian(byte[] bytes, int channels, float rate) {
        var mono = new float[bytes.length / 2 / channels];
        for (int i = 0; i < mono.length; i++) {
            int sum = 0;
            for (int c = 0; c < channels; c++) {
                int at = 2 * (i * channels + c);
                sum += (short) (bytes[at] << 8 | bytes[at + 1] & 0xFF);
            }
            mono[i] = sum / (float) channels / 32_768;
        }
        return new Clip(Resampler.toTelephone(mono, rate));
    }
}
