package org.cordboard.media;

import java.util.ArrayList;
import java.util.List;

/// Who listens to one endpoint or room. Owned by its media thread; a handle may be closed by anyone.
final class Taps {
    private final List<Placed> placed = new ArrayList<>();

    /// A tap on its way to its place, or there.
    static final class Placed implements AudioTap.Handle {
        private final AudioTap tap;
        private volatile boolean removed;

        Placed(AudioTap tap) {
            this.tap = tap;
        }

        @Override
        public void close() {
            removed = true;
        }

        void ended() {
            tap.ended();
        }
    }

    void add(Placed tap) {
        placed.add(tap);
    }

    boolean isEmpty() {
        return placed.isEmpty();
    }

    void frame(short[] inbound, short[] outbound) {
        for (int i = placed.size() - 1; i >= 0; i--) {
            var each = placed.get(i);
            if (each.removed || each.tap.satisfied()) {
                placed.remove(i);
                each.tap.ended();
            } else {
                each.tap.frame(inbound, outbound);
            }
        }
    }

    void end() {
        for (var each : placed) {
            each.tap.ended();
        }
        placed.clear();
    }
}
