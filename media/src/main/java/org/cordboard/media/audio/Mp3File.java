package org.cordboard.media.audio;

import java.io.ByteArrayInputStream;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;
import org.jspecify.annotations.Nullable;

/// Reads MPEG-1/2/2.5 audio layer III. A damaged frame ends the file there; what came before is played.
final class Mp3File {
    private static final int START_SAMPLES = 1 << 16;

    private float[] mono = new float[START_SAMPLES];
    private int length;
    private int rate;

    private Mp3File() {}

    static boolean is(byte[] bytes) {
        if (bytes.length < 4) {
            return false;
        }
        boolean tagged = bytes[0] == 'I' && bytes[1] == 'D' && bytes[2] == '3';
        boolean synced = (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xE0) == 0xE0 && (bytes[1] & 0x06) == 0x02;
        return tagged || synced;
    }

    static Clip read(byte[] bytes) throws AudioFormatException {
        var file = new Mp3File();
        file.decode(bytes);
        if (file.length == 0) {
            throw new AudioFormatException("an MP3 file without a single frame");
        }
        return new Clip(Resampler.toTelephone(java.util.Arrays.copyOf(file.mono, file.length), file.rate));
    }

    private void decode(byte[] bytes) {
        var stream = new Bitstream(new ByteArrayInputStream(bytes));
        var decoder = new Decoder();
        try {
            for (@Nullable Header frame = stream.readFrame(); frame != null; frame = stream.readFrame()) {
                var samples = (SampleBuffer) decoder.decodeFrame(frame, stream);
                append(samples);
                stream.closeFrame();
            }
        } catch (JavaLayerException | ArrayIndexOutOfBoundsException _) {
            // the rest is not MP3
        }
    }

    private void append(SampleBuffer samples) {
        int channels = samples.getChannelCount();
        int count = samples.getBufferLength() / channels;
        rate = samples.getSampleFrequency();
        if (length + count > mono.length) {
            mono = java.util.Arrays.copyOf(mono, 2 * mono.length + count);
        }
        var buffer = samples.getBuffer();
        for (int i = 0; i < count; i++) {
            int sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += buffer[i * channels + c];
            }
            mono[length++] = sum / (float) channels / 32_768;
        }
    }
}
