package org.cordboard.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a half-written last entry off the open segment before the log is read.
///
/// A power cut can leave the bytes of the entry being written in part. It was never acknowledged. Ratis recognises it
/// only at the very end of a file, but segments are allocated ahead and end with zeros. An entry that is damaged
/// *before* another one is no torn tail: that stays, and the start fails.
///
/// Segment: 8 bytes header; each entry a varint length, that many bytes, and 4 bytes of CRC-32C over both; zeros.
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
    private static final int HEADER_BYTES = 8;
    private static final int VARINT_BYTES_MAX = 5;

    private TornTail() {}

    static void repair(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> open;
        try (var files = Files.walk(directory, 3)) {
            open = files.filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
                    .toList();
        }
        for (var file : open) {
            repairSegment(file);
        }
    }

    private static void repairSegment(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            int end = endOfWholeEntries(bytes);
            if (end == bytes.limit() || isZero(bytes, end, bytes.limit())) {
                return;
            }
            if (!isLast(bytes, end)) {
                LOG.error("{} is damaged at byte {}, in the middle", file, end);
                return;
            }
            channel.truncate(end);
            channel.force(true);
            LOG.warn("{} ended in a half-written entry, never acknowledged; cut at byte {}", file, end);
        }
    }

    private static int endOfWholeEntries(MappedByteBuffer bytes) {
        int at = HEADER_BYTES;
        while (at < bytes.limit()) {
            int next = endOfEntry(bytes, at);
            if (next < 0) {
                return at;
            }
            at = next;
        }
        return Math.min(at, bytes.limit());
    }

    /// Where the entry that starts there ends, or -1 if there is no whole one.
    private static int endOfEntry(ByteBuffer bytes, int at) {
        long length = 0;
        int position = at;
        for (int i = 0; ; i++, position++) {
            if (i == VARINT_BYTES_MAX || position >= bytes.limit()) {
                return -1;
            }
            byte next = bytes.get(position);
            length |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                position++;
                break;
            }
        }
        long end = position + length + Integer.BYTES;
        if (length == 0 || end > bytes.limit()) {
            return -1;
        }
        var crc = new CRC32C();
        crc.update(bytes.slice(at, (int) (position - at + length)));
        return bytes.getInt((int) end - Integer.BYTES) == (int) crc.getValue() ? (int) end : -1;
    }

    /// Whether no whole entry begins anywhere behind the damaged place.
    private static boolean isLast(ByteBuffer bytes, int damaged) {
        int lastUsed = bytes.limit() - 1;
        while (lastUsed > damaged && bytes.get(lastUsed) == 0) {
            lastUsed--;
        }
        for (int at = damaged + 1; at < lastUsed; at++) {
            if (bytes.get(at) != 0 && endOfEntry(bytes, at) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(ByteBuffer bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
