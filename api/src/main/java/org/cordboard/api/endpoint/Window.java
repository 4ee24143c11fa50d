package org.cordboard.api.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The part around one page of a list, newest first, that is too long to be read whole: enough of it that [Paging] cuts
/// the same page out of the part as it would out of the whole.
public final class Window {
    private Window() {}

    /// What keeps the long list, sorted by millisecond at least.
    public interface Store<T> {
        /// Shows row after row until `more` says no.
        ///
        /// @param from the moment to begin at, that millisecond included; null for the whole list
        void visit(@Nullable Instant from, boolean newestFirst, Predicate<T> more);

        /// The row of that SID, wanted in the list or not.
        @Nullable T find(String sid);
    }

    public static <T> List<T> around(Exchange x, Order<T> order, Store<T> store, Predicate<T> wanted) {
        int size = Paging.sliceSize(x);
        String sid = Paging.afterSid(x);
        String token = x.get(Paging.PAGE_TOKEN);
        Order.Mark mark = token == null ? markOf(order, sid == null ? null : store.find(sid)) : order.read(token);
        List<T> found = new ArrayList<>();
        if (mark == null) {
            // A first page, or a token that Paging is going to refuse.
            store.visit(null, true, new Gathering<>(order, wanted, size + 1, found));
            return found;
        }
        boolean back = token != null && token.startsWith("PB");
        Instant from = Order.moment(mark.values()[0]);
        Predicate<T> behind = row -> wanted.test(row) && order.compare(row, mark) > 0;
        Predicate<T> before = row -> wanted.test(row) && order.compare(row, mark) <= 0;
        store.visit(from, true, new Gathering<>(order, behind, back ? 1 : size + 1, found));
        // Beside the page and the row that tells whether there is another one, the row of the mark itself.
        store.visit(from, false, new Gathering<>(order, before, back ? size + 2 : 1, found));
        return found;
    }

    private static <T> Order.@Nullable Mark markOf(Order<T> order, @Nullable T row) {
        return row == null ? null : order.mark(row);
    }

    /// Goes on after the last row needed as long as rows are of the same millisecond: the store may sort those otherwise.
    private static final class Gathering<T> implements Predicate<T> {
        private static final long NANOS_PER_MILLI = 1_000_000;
        private final Order<T> order;
        private final Predicate<T> wanted;
        private final int needed;
        private final List<T> found;
        private int count;
        private long last;

        Gathering(Order<T> order, Predicate<T> wanted, int needed, List<T> found) {
            this.order = order;
            this.wanted = wanted;
            this.needed = needed;
            this.found = found;
        }

        @Override
        public boolean test(T row) {
            long milli = Math.floorDiv(order.mark(row).values()[0], NANOS_PER_MILLI);
            if (count >= needed && milli != last) {
                return false;
            }
            if (wanted.test(row)) {
                found.add(row);
                count++;
                last = milli;
            }
            return true;
        }
    }
}
