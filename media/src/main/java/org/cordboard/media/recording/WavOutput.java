package org.cordboard.media.recording;

import static org.cordboard.media.audio.AudioSource.RATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A WAV file that is valid after every flush: the lengths in its header follow the data at once, so a crash costs at most
/// the last tenth of a second. Linear 16-bit at 8 kHz. Owned by the writer thread.
final class WavOutput {
    static final int HEADER_LENGTH = 44;
    private static final int BUFFER = 1 << 16;

    /// Room for one writer thread's work, shared by all its files: each is flushed before the next one's turn.
    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    }

    private final Path file;
    private final int channels;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private long dataLength;

    /// @param buffer of the writer thread
    WavOutput(Path file, int channels, ByteBuffer buffer) throws IOException {
        this.file = file;
        this.channels = channels;
        this.buffer = buffer;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
        writeFully(channel, header(channels, 0), 0);
    }

    static ByteBuffer header(int channels, long dataLength) {
        int length = (int) Math.min(dataLength, 0xFFFF_FFFFL - 36);
        var header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x46464952).putInt(36 + length).putInt(0x45564157);
        header.putInt(0x20746D66).putInt(16).putShort((short) 1).putShort((short) channels);
        header.putInt(RATE).putInt(RATE * 2 * channels).putShort((short) (2 * channels)).putShort((short) 16);
        header.putInt(0x61746164).putInt(length);
        return header.flip();
    }

    /// Takes samples and answers how loud they are, as their mean absolute value.
    double add(short[] samples, int from, int count) throws IOException {
        if (buffer.remaining() < 2 * count) {
            flush();
        }
        long sum = 0;
        for (int i = from; i < from + count; i++) {
            buffer.putShort(samples[i]);
            sum += Math.abs(samples[i]);
        }
        return (double) sum / count;
    }

    void flush() throws IOException {
        if (buffer.position() == 0) {
            return;
        }
        buffer.flip();
        int length = buffer.remaining();
        writeFully(channel, buffer, HEADER_LENGTH + dataLength);
        buffer.clear();
        dataLength += length;
        writeFully(channel, header(channels, dataLength), 0);
    }

    /// Finishes the file with the samples from `from` to `to` of each channel, and answers how many that are.
    long close(long from, long to) throws IOException {
        flush();
        long width = 2L * channels;
        long samples = Math.max(0, Math.min(to, dataLength / width) - from);
        if (from > 0) {
            keepOnly(from * width, samples * width);
        } else {
            channel.truncate(HEADER_LENGTH + samples * width);
            writeFully(channel, header(channels, samples * width), 0);
        }
        channel.force(true);
        channel.close();
        return samples;
    }

    /// Cutting the beginning means a new file, which then takes the place of the old one in one step.
    private void keepOnly(long offset, long length) throws IOException {
        var shorter = file.resolveSibling(file.getFileName() + ".trim");
        try (var copy = FileChannel.open(
                shorter, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(copy, header(channels, length), 0);
            copy.position(HEADER_LENGTH);
            long done = 0;
            while (done < length) {
                long moved = channel.transferTo(HEADER_LENGTH + offset + done, length - done, copy);
                if (moved <= 0) {
                    break;
                }
                done += moved;
            }
            copy.force(true);
        }
        Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What the file holds, whatever came after.
    Duration kept() {
        return Duration.ofMillis(dataLength / (2L * channels) * 1_000 / RATE);
    }

    /// Lets go of the file as it is.
    void abandon() {
        try (channel) {
            buffer.clear();
        } catch (IOException e) {
            // the disk has failed already; what was flushed stays
        }
    }

    private static void writeFully(FileChannel to, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += to.write(bytes, at);
        }
    }
}
