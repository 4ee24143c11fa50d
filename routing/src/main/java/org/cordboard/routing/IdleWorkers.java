package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cordboard.routing.expression.IndexKey;
import org.cordboard.routing.expression.Value;
import org.jspecify.annotations.Nullable;

/// Workers who can take a task of one channel now, longest since their last reservation first (6.4).
final class IdleWorkers {
    /// Conditions of more kinds than this are answered by looking through all.
    private static final int COLUMNS_MAX = 8;

    private static final TreeSet<Key> NOBODY = new TreeSet<>();
    private final TreeSet<Key> keys = new TreeSet<>();
    /// The same workers by what a target expression asks of them; made when the first asks so.
    private final Map<IndexKey.Column, Column> columns = new LinkedHashMap<>();

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

    /// Workers by the value of one reference, as it was when each was put there.
    private record Column(
            IndexKey.Column read, Map<Value, TreeSet<Key>> byValue, Map<WorkerNode, List<Value>> under) {
        static Column of(IndexKey.Column read) {
            return new Column(read, new HashMap<>(), new HashMap<>());
        }

        void put(Key key) {
            var values = read.keysOf(key.worker());
            under.put(key.worker(), values);
            values.forEach(value ->
                    byValue.computeIfAbsent(value, _ -> new TreeSet<>()).add(key));
        }

        void remove(Key key) {
            var values = under.remove(key.worker());
            if (values == null) {
                return;
            }
            for (var value : values) {
                var workers = byValue.get(value);
                if (workers != null && workers.remove(key) && workers.isEmpty()) {
                    byValue.remove(value);
                }
            }
        }
    }

    void add(@Nullable Slot slot) {
        if (slot != null && slot.idle != null) {
            put(slot.idle);
        }
    }

    void remove(Key key) {
        keys.remove(key);
        columns.values().forEach(column -> column.remove(key));
    }

    void put(Key key) {
        keys.add(key);
        columns.values().forEach(column -> column.put(key));
    }

    /// The worker's attributes changed.
    void reread(Key key) {
        for (var column : columns.values()) {
            column.remove(key);
            column.put(key);
        }
    }

    /// Those who may meet the condition, in idle order; all who do are among them.
    Iterable<Key> meeting(@Nullable IndexKey condition) {
        if (condition == null) {
            return keys;
        }
        var column = columns.get(condition.column());
        if (column == null) {
            if (columns.size() == COLUMNS_MAX) {
                return keys;
            }
            column = Column.of(condition.column());
            keys.forEach(column::put);
            columns.put(condition.column(), column);
        }
        if (condition.anyOf().size() == 1) {
            return column.byValue().getOrDefault(condition.anyOf().getFirst(), NOBODY);
        }
        var merged = new TreeSet<Key>();
        for (var value : condition.anyOf()) {
            merged.addAll(column.byValue().getOrDefault(value, NOBODY));
        }
        return merged;
    }

    List<WorkerNode> workers() {
        var workers = new ArrayList<WorkerNode>(keys.size());
        keys.forEach(key -> workers.add(key.worker()));
        return workers;
    }
}
