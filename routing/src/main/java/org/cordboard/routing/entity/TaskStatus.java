package org.cordboard.routing.entity;

import org.jspecify.annotations.Nullable;

/// The states of a task (3.1).
public enum TaskStatus {
    /// Waiting for a worker.
    PENDING("pending"),
    /// Offered to at least one worker.
    RESERVED("reserved"),
    /// Accepted by a worker.
    ASSIGNED("assigned"),
    /// The work itself is over; the worker finishes up.
    WRAPPING("wrapping"),
    /// Done; readable for five more minutes.
    COMPLETED("completed"),
    /// Given up before it was assigned.
    CANCELED("canceled");

    private final String wire;

    TaskStatus(String wire) {
        this.wire = wire;
    }

    /// The word the API shows.
    public String wire() {
        return wire;
    }

    /// The status of that word, or null.
    public static @Nullable TaskStatus ofWire(String word) {
        for (var candidate : values()) {
            if (candidate.wire.equals(word)) {
                return candidate;
            }
        }
        return null;
    }

    /// Whether the task is completed or canceled.
    public boolean isFinal() {
        return this == COMPLETED || this == CANCELED;
    }
}
