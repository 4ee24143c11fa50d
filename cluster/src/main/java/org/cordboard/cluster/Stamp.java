package org.cordboard.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.cordboard.routing.Entry;
import org.cordboard.routing.command.Command;

/// What the leader adds in front of a batch: a version, its clock, and a random seed. Everything that is not
/// deterministic stands here, so that every replica decides the same.
record Stamp(long nowMillis, long seedHigh, long seedLow) {
    static final byte VERSION = 1;
    static final int BYTES = 1 + 3 * Long.BYTES;

    void writeTo(ByteBuffer out) {
        out.put(VERSION).putLong(nowMillis).putLong(seedHigh).putLong(seedLow);
    }

    static Stamp read(ByteBuffer in) throws IOException {
        byte version = in.get();
        if (version != VERSION) {
            throw new IOException("log entry of version " + version + ", this program knows " + VERSION);
        }
        return new Stamp(in.getLong(), in.getLong(), in.getLong());
    }

    /// The entry of the command at that place in the batch. Each gets its own seed; time never goes back.
    Entry entry(int place, Instant notBefore, Command command) {
        var now = Instant.ofEpochMilli(nowMillis);
        return new Entry(
                now.isBefore(notBefore) ? notBefore : now,
                mixed(seedHigh ^ mixed(place + 1)),
                mixed(seedLow + mixed(~place)),
                command);
    }

    /// Steele, Lea, Flood: the finalizer of SplitMix64. Spreads neighbouring numbers over all 64 bits.
    private static long mixed(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
