package org.cordboard.media;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// Hands packets from the thread that reads the browsers' port to a media thread: one writer, one reader, memory reserved
/// beforehand. A full ring drops the newest, as a socket would.
final class PacketRing {
    private static final int SLOTS = 32;
    private static final int SLOT_LENGTH = 768;

    private final byte[] bytes = new byte[SLOTS * SLOT_LENGTH];
    private final int[] lengths = new int[SLOTS];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    void put(ByteBuffer packet) {
        long at = written.get();
        if (at - read.get() == SLOTS || packet.limit() > SLOT_LENGTH) {
            return;
        }
        int slot = (int) (at % SLOTS);
        lengths[slot] = packet.limit();
        packet.get(0, bytes, slot * SLOT_LENGTH, packet.limit());
        written.lazySet(at + 1);
    }

    boolean take(ByteBuffer into) {
        long at = read.get();
        if (at == written.get()) {
            return false;
        }
        int slot = (int) (at % SLOTS);
        into.clear();
        into.put(bytes, slot * SLOT_LENGTH, lengths[slot]).flip();
        read.lazySet(at + 1);
        return true;
    }
}
