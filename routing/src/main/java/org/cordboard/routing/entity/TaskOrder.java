package org.cordboard.routing.entity;

import org.jspecify.annotations.Nullable;

/// Which end of a task queue is served first.
public enum TaskOrder {
    /// Highest priority first, then longest waiting.
    FIFO("FIFO"),
    /// Newest first; priority is ignored.
    LIFO("LIFO");

    private final String wire;

    TaskOrder(String wire) {
        this.wire = wire;
    }

    /// The word the API shows.
    public String wire() {
        return wire;
    }

    /// The status of that word, or null.
    public static @Nullable TaskOrder ofWire(String word) {
        for (var candidate : values()) {
            if (candidate.wire.equals(word)) {
                return candidate;
            }
        }
        return null;
    }
}
