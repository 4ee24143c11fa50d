package org.cordboard.api.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The rows of one page out of a list in no order. One look at each row: a page of a long list costs its length, not the
/// sorting of all of it.
///
/// @param rows in their order
/// @param preceding whether there are rows before these
/// @param following whether there are rows behind these
record Selection<T>(List<T> rows, boolean preceding, boolean following) {

    /// The first rows behind the mark, or the first of all.
    static <T> Selection<T> after(List<T> all, Order<T> order, Order.@Nullable Mark mark, int size) {
        Nearest<T> nearest = new Nearest<>(order::compare, size);
        boolean preceding = false;
        for (T row : all) {
            if (mark != null && order.compare(row, mark) <= 0) {
                preceding = true;
            } else {
                nearest.offer(row);
            }
        }
        return new Selection<>(nearest.rows(), preceding, nearest.overflowed);
    }

    /// The last rows before the mark.
    static <T> Selection<T> before(List<T> all, Order<T> order, Order.@Nullable Mark mark, int size) {
        Nearest<T> nearest = new Nearest<>((a, b) -> order.compare(b, a), size);
        boolean following = false;
        for (T row : all) {
            if (mark != null && order.compare(row, mark) >= 0) {
                following = true;
            } else {
                nearest.offer(row);
            }
        }
        return new Selection<>(nearest.rows().reversed(), nearest.overflowed, following);
    }

    /// The first few of what is offered; the last of them stands on top, to be replaced.
    private static final class Nearest<T> {
        private final Comparator<T> order;
        private final PriorityQueue<T> kept;
        private final int size;
        private boolean overflowed;

        Nearest(Comparator<T> order, int size) {
            this.order = order;
            this.kept = new PriorityQueue<>(order.reversed());
            this.size = size;
        }

        void offer(T row) {
            if (kept.size() < size) {
                kept.add(row);
                return;
            }
            overflowed = true;
            if (order.compare(row, kept.element()) < 0) {
                kept.remove();
                kept.add(row);
            }
        }

        List<T> rows() {
            List<T> sorted = new ArrayList<>(kept);
            sorted.sort(order);
            return sorted;
        }
    }
}
