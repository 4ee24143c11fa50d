package org.cordboard.routing.entity;

import org.jspecify.annotations.Nullable;

/// The states of a call (Voice reference 2.2).
public enum CallStatus {
    /// Made by REST, not yet dialled.
    QUEUED("queued"),
    /// Set-up under way.
    RINGING("ringing"),
    /// Answered.
    IN_PROGRESS("in-progress"),
    /// Answered and ended.
    COMPLETED("completed"),
    /// The callee was busy.
    BUSY("busy"),
    /// Could not be set up.
    FAILED("failed"),
    /// Rang out or was declined.
    NO_ANSWER("no-answer"),
    /// Ended by us before it was answered.
    CANCELED("canceled");

    private final String wire;

    CallStatus(String wire) {
        this.wire = wire;
    }

    /// The word the API shows.
    public String wire() {
        return wire;
    }

    /// The status of that word, or null.
    public static @Nullable CallStatus ofWire(String word) {
        for (var candidate : values()) {
            if (candidate.wire.equals(word)) {
                return candidate;
            }
        }
        return null;
    }

    /// Final states never change.
    public boolean isFinal() {
        return this != QUEUED && this != RINGING && this != IN_PROGRESS;
    }
}
