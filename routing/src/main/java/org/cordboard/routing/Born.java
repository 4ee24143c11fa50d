package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.sid.Sid;

/// Order of creation, ties by SID: the order of lists, and the key that never changes.
record Born(Instant at, Sid sid) implements Comparable<Born> {
    @Override
    public int compareTo(Born other) {
        int order = at.compareTo(other.at);
        return order != 0 ? order : sid.compareTo(other.sid);
    }
}
