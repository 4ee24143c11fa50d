package org.cordboard.routing.entity;

import org.jspecify.annotations.Nullable;

/// The states of a reservation (3.2).
public enum ReservationStatus {
    /// Offered, not answered.
    PENDING("pending"),
    /// The worker has the task.
    ACCEPTED("accepted"),
    /// The worker refused.
    REJECTED("rejected"),
    /// The worker did not answer in time.
    TIMEOUT("timeout"),
    /// The task went away, or the call could not be set up.
    CANCELED("canceled"),
    /// Another worker was faster.
    RESCINDED("rescinded"),
    /// The worker finishes up.
    WRAPPING("wrapping"),
    /// Done.
    COMPLETED("completed");

    private final String wire;

    ReservationStatus(String wire) {
        this.wire = wire;
    }

    /// The word the API shows.
    public String wire() {
        return wire;
    }

    /// The status of that word, or null.
    public static @Nullable ReservationStatus ofWire(String word) {
        for (var candidate : values()) {
            if (candidate.wire.equals(word)) {
                return candidate;
            }
        }
        return null;
    }

    /// Whether the reservation uses the worker's capacity.
    public boolean isOpen() {
        return this == PENDING || this == ACCEPTED || this == WRAPPING;
    }
}
