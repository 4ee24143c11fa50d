package org.cordboard.history;

import java.util.List;

/// A part of a list, in the order of the list.
///
/// @param hasNext whether the list goes on behind it
/// @param hasPrevious whether there is something before it
public record Page<T>(List<T> items, boolean hasNext, boolean hasPrevious) {
    public Page {
        items = List.copyOf(items);
    }

    /// From the rows in the direction of the request, of which one more than asked was fetched.
    static <T> Page<T> of(List<T> rows, PageRequest request) {
        boolean more = rows.size() > request.size();
        var items = more ? rows.subList(0, request.size()) : rows;
        return request.direction() == PageRequest.Direction.AFTER
                ? new Page<>(items, more, request.anchor().isPresent())
                : new Page<>(items.reversed(), true, more);
    }
}
