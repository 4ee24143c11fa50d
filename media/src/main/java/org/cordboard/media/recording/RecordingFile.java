package org.cordboard.media.recording;

import static org.cordboard.media.audio.AudioSource.RATE;

import de.sciss.jump3r.lowlevel.LameEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sound.sampled.AudioFormat;

/// A recording as it is downloaded: WAV or MP3, as recorded or with both channels mixed into one. A file that is still being
/// written is given as far as it has come. Streams, so that hours of audio take no memory.
public final class RecordingFile {
    private static final int MP3_KILOBITS = 32;
    private static final int BLOCK_FRAMES = 1_152;

    private final Path file;
    private final int channels;
    private final long frames;

    private RecordingFile(Path file, int channels, long frames) {
        this.file = file;
        this.channels = channels;
        this.frames = frames;
    }

    /// @throws IOException when it is not a file that a recording wrote
    public static RecordingFile open(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var header = ByteBuffer.wrap(in.readNBytes(WavOutput.HEADER_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
            if (header.limit() < WavOutput.HEADER_LENGTH || header.getInt(0) != 0x46464952) {
                throw new IOException("not a recording: " + file.getFileName());
            }
            int channels = header.getShort(22);
            long data = Math.min(Integer.toUnsignedLong(header.getInt(40)), Files.size(file) - WavOutput.HEADER_LENGTH);
            return new RecordingFile(file, channels, data / (2L * channels));
        }
    }

    public int channels() {
        return channels;
    }

    public Duration length() {
        return Duration.ofMillis(frames * 1_000 / RATE);
    }

    /// Bytes that [#writeWav(OutputStream, int)] will write.
    public long wavLength(int wanted) {
        return WavOutput.HEADER_LENGTH + frames * 2 * wanted(wanted);
    }

    /// @param wanted 1 or 2; two channels only of a recording that has two
    public void writeWav(OutputStream out, int wanted) throws IOException {
        int count = wanted(wanted);
        out.write(WavOutput.header(count, frames * 2 * count).array());
        copy(count, out::write);
    }

    /// @param wanted 1 or 2; two channels only of a recording that has two
    public void writeMp3(OutputStream out, int wanted) throws IOException {
        int count = wanted(wanted);
        var format = new AudioFormat(RATE, 16, count, true, false);
        var encoder = new LameEncoder(
                format,
                MP3_KILOBITS,
                count == 1 ? LameEncoder.CHANNEL_MODE_MONO : LameEncoder.CHANNEL_MODE_STEREO,
                LameEncoder.QUALITY_LOW,
                false);
        try {
            var coded = new byte[Math.max(encoder.getMP3BufferSize(), 1 << 14)];
            copy(count, (bytes, from, length) -> out.write(coded, 0, encoder.encodeBuffer(bytes, from, length, coded)));
            out.write(coded, 0, encoder.encodeFinish(coded));
        } finally {
            encoder.close();
        }
    }

    private int wanted(int count) {
        if (count < 1 || count > channels) {
            throw new IllegalArgumentException(count + " channels of a recording that has " + channels);
        }
        return count;
    }

    private interface Sink {
        void take(byte[] bytes, int from, int length) throws IOException;
    }

    private void copy(int count, Sink sink) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(WavOutput.HEADER_LENGTH);
            long left = frames * 2 * channels;
            int block = BLOCK_FRAMES * 2 * channels;
            while (left > 0) {
                var bytes = readBlock(in, (int) Math.min(block, left));
                if (bytes.length == 0) {
                    return;
                }
                left -= bytes.length;
                if (count < channels) {
                    sink.take(bytes, 0, mixDown(bytes));
                } else {
                    sink.take(bytes, 0, bytes.length);
                }
            }
        }
    }

    private static byte[] readBlock(InputStream in, int length) throws IOException {
        return in.readNBytes(length);
    }

    /// Two channels into one, in place; answers the new length.
    private static int mixDown(byte[] bytes) {
        var samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int pairs = bytes.length / 4;
        for (int i = 0; i < pairs; i++) {
            int sum = samples.getShort(4 * i) + samples.getShort(4 * i + 2);
            samples.putShort(2 * i, (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE));
        }
        return 2 * pairs;
    }
}
