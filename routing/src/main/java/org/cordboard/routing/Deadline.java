package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.sid.Sid;

/// Something that happens by itself at a moment.
record Deadline(Instant at, Kind kind, Sid subject) implements Comparable<Deadline> {

    /// In the order in which what is due at the same moment happens.
    enum Kind {
        /// A pending reservation times out.
        RESERVATION,
        /// A task whose set-ups kept failing has rested.
        REST,
        /// A task's target ends.
        TARGET,
        /// A task was not assigned in its lifetime.
        LIFETIME,
        /// A task was assigned too long ago.
        SWEEP,
        /// The worker a task is meant for does not exist.
        DIRECT_ROUTING,
        /// A finished task is dropped.
        PURGE
    }

    @Override
    public int compareTo(Deadline other) {
        int order = at.compareTo(other.at);
        if (order == 0) {
            order = kind.compareTo(other.kind);
        }
        return order != 0 ? order : subject.compareTo(other.subject);
    }
}
