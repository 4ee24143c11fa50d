package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Workers who can take a task of one channel now, longest since their last reservation first (6.4).
final class IdleWorkers {
    private final TreeSet<Key> keys = new TreeSet<>();

    /// A worker's place in the idle order of one channel.
    record Key(Instant lastReserved, WorkerNode worker) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = lastReserved.compareTo(other.lastReserved);
            return order != 0
                    ? order
                    : worker.value.sid().compareTo(other.worker.value.sid());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && worker == key.worker && lastReserved.equals(key.lastReserved);
        }

        @Override
        public int hashCode() {
            return lastReserved.hashCode();
        }
    }

    void add(@Nullable Slot slot) {
        if (slot != null && slot.idle != null) {
            keys.add(slot.idle);
        }
    }

    void remove(Key key) {
        keys.remove(key);
    }

    void put(Key key) {
        keys.add(key);
    }

    Iterable<Key> inOrder() {
        return keys;
    }

    List<WorkerNode> workers() {
        var workers = new ArrayList<WorkerNode>(keys.size());
        keys.forEach(key -> workers.add(key.worker()));
        return workers;
    }
}
