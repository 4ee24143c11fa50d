package org.cordboard.api.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The order of a list, and with it what a page token has to remember: numeric keys, each rising or falling, last the
/// SID, so that rows made or removed meanwhile never shift a page.
public final class Order<T> {
    private final List<Key<T>> keys;
    private final Function<T, String> sid;
    private final boolean sidDescending;

    private record Key<T>(ToLongFunction<T> value, boolean descending) {}

    private Order(List<Key<T>> keys, Function<T, String> sid, boolean sidDescending) {
        this.keys = keys;
        this.sid = sid;
        this.sidDescending = sidDescending;
    }

    public static <T> Order<T> rising(Function<T, Instant> date, Function<T, String> sid) {
        return new Order<>(List.of(new Key<>(t -> nanos(date.apply(t)), false)), sid, false);
    }

    public static <T> Order<T> newestFirst(Function<T, Instant> date, Function<T, String> sid) {
        return new Order<>(List.of(new Key<>(t -> nanos(date.apply(t)), true)), sid, true);
    }

    /// An order by several keys, to be completed with [#then].
    public static <T> Order<T> bySid(Function<T, String> sid) {
        return new Order<>(List.of(), sid, false);
    }

    public Order<T> then(ToLongFunction<T> value, boolean descending) {
        List<Key<T>> more = new ArrayList<>(keys);
        more.add(new Key<>(value, descending));
        return new Order<>(more, sid, sidDescending);
    }

    public Order<T> thenDate(Function<T, Instant> date, boolean descending) {
        return then(t -> nanos(date.apply(t)), descending);
    }

    record Mark(long[] values, String sid) {}

    Mark mark(T row) {
        long[] values = new long[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys.get(i).value().applyAsLong(row);
        }
        return new Mark(values, sid.apply(row));
    }

    int keyCount() {
        return keys.size();
    }

    int compare(T a, T b) {
        for (Key<T> key : keys) {
            int order = Long.compare(key.value().applyAsLong(a), key.value().applyAsLong(b));
            if (order != 0) {
                return key.descending() ? -order : order;
            }
        }
        int order = sid.apply(a).compareTo(sid.apply(b));
        return sidDescending ? -order : order;
    }

    /// Compares without making a mark of every row: a list may have a hundred thousand.
    int compare(T row, Mark mark) {
        for (int i = 0; i < keys.size(); i++) {
            int order = Long.compare(keys.get(i).value().applyAsLong(row), mark.values()[i]);
            if (order != 0) {
                return keys.get(i).descending() ? -order : order;
            }
        }
        int order = sid.apply(row).compareTo(mark.sid());
        return sidDescending ? -order : order;
    }

    /// The mark in a page token, or null if it is none of this order.
    @Nullable Mark read(String token) {
        String[] parts = token.length() > 2 ? token.substring(2).split("\\.", 10) : new String[0];
        if (parts.length != keyCount() + 1 || !(token.startsWith("PA") || token.startsWith("PB"))) {
            return null;
        }
        try {
            long[] values = new long[keyCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Long.parseLong(parts[i + 1], 36);
            }
            return new Mark(values, parts[0]);
        } catch (NumberFormatException malformed) {
            return null;
        }
    }

    static Instant moment(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    /// Nanoseconds since 1970, clamped where a long ends (1677 and 2262).
    static long nanos(Instant moment) {
        try {
            return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
        } catch (ArithmeticException farAway) {
            return moment.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
