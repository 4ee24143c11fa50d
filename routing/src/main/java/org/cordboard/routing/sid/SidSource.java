package org.cordboard.routing.sid;

import java.util.function.Function;

/// New SIDs, derived from a seed that travels inside the log entry, so that every replica makes the same ones.
///
/// The sequence is SplitMix64 over two 64-bit seeds. Not thread-safe: the engine thread owns it while it decides
/// one command.
public final class SidSource {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private long high;
    private long low;

    public SidSource(long seedHigh, long seedLow) {
        this.high = seedHigh;
        this.low = seedLow;
    }

    /// The next SID of a kind: `next(TaskSid.PREFIX, TaskSid::new)`.
    public <S extends Sid> S next(String prefix, Function<String, S> kind) {
        return kind.apply(next(prefix));
    }

    private String next(String prefix) {
        high += GOLDEN_GAMMA;
        low += GOLDEN_GAMMA;
        var text = new char[Sid.LENGTH];
        text[0] = prefix.charAt(0);
        text[1] = prefix.charAt(1);
        writeHex(mixed(high), text, 2);
        writeHex(mixed(low ^ Long.rotateLeft(high, 32)), text, 18);
        return new String(text);
    }

    private static void writeHex(long bits, char[] into, int offset) {
        for (int i = 0; i < 16; i++) {
            into[offset + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xF];
        }
    }

    private static long mixed(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
