package org.cordboard.history;

import java.util.Optional;

/// Which part of a list: so many items after or before the one with the anchor's SID, in the order of the list.
///
/// @param anchor none for the first page; the SID, or the key of a record that has none
public record PageRequest(int size, Optional<String> anchor, Direction direction) {
    /// Onwards or back, seen in the order of the list.
    public enum Direction {
        AFTER,
        BEFORE
    }

    public PageRequest {
        if (size < 1) {
            throw new IllegalArgumentException("a page has at least one item, not " + size);
        }
    }

    public static PageRequest first(int size) {
        return new PageRequest(size, Optional.empty(), Direction.AFTER);
    }

    public static PageRequest after(String anchor, int size) {
        return new PageRequest(size, Optional.of(anchor), Direction.AFTER);
    }

    public static PageRequest before(String anchor, int size) {
        return new PageRequest(size, Optional.of(anchor), Direction.BEFORE);
    }
}
