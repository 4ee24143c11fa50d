package org.cordboard.cluster;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cordboard.routing.command.Command;

/// Commands that share one log entry, as one node sent them.
///
/// ```
/// 16 bytes  sender, new at each start of a node
///  8 bytes  sequence, rising by one; a repeat of the same batch carries the same
///  4 bytes  count
///  then     4 bytes length and the bytes of each command (see RecordCodec)
/// ```
record Batch(UUID sender, long sequence, List<Command> commands) {
    private static final int HEADER_BYTES = 28;

    static byte[] encode(UUID sender, long sequence, List<byte[]> commands) {
        int size = HEADER_BYTES;
        for (var command : commands) {
            size += Integer.BYTES + command.length;
        }
        var out = ByteBuffer.allocate(size)
                .putLong(sender.getMostSignificantBits())
                .putLong(sender.getLeastSignificantBits())
                .putLong(sequence)
                .putInt(commands.size());
        for (var command : commands) {
            out.putInt(command.length).put(command);
        }
        return out.array();
    }

    /// @throws IOException if these are not the bytes of a batch: the log is damaged or newer than this version
    static Batch decode(ByteBuffer in, RecordCodec codec) throws IOException {
        try {
            var sender = new UUID(in.getLong(), in.getLong());
            long sequence = in.getLong();
            int count = in.getInt();
            var commands = new ArrayList<Command>(count);
            for (int i = 0; i < count; i++) {
                var bytes = new byte[in.getInt()];
                in.get(bytes);
                commands.add(codec.decodeCommand(bytes, 0, bytes.length));
            }
            return new Batch(sender, sequence, commands);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IOException("a log entry ends too early", e);
        }
    }
}
