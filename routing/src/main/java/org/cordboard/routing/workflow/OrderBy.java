package org.cordboard.routing.workflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.cordboard.routing.expression.Problem;
import org.cordboard.routing.expression.Reference;
import org.cordboard.routing.expression.Root;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.Value;
import org.jspecify.annotations.Nullable;

/// A preference among workers by their integer attributes, such as `worker.level DESC, worker.rank.sales`.
///
/// @param text as configured
public record OrderBy(String text, List<Item> items) {
    private static final int ITEMS_MAX = 16;
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{Nd}_]*+";
    private static final Pattern ITEM =
            Pattern.compile("\\s*+worker((?:\\." + NAME + ")++)(?:\\s++(ASC|DESC))?+\\s*+", Pattern.CASE_INSENSITIVE);

    public OrderBy {
        items = List.copyOf(items);
    }

    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    public record Item(Reference reference, Direction direction) {}

    public sealed interface Parsed {
        record Ok(OrderBy orderBy) implements Parsed {}

        record Failed(Problem problem) implements Parsed {}
    }

    public static Parsed parse(String text) {
        var items = new ArrayList<Item>();
        int position = 0;
        for (var part : text.split(",", -1)) {
            var matcher = ITEM.matcher(part);
            if (!matcher.matches() || !part.strip().startsWith("worker.")) {
                return new Parsed.Failed(new Problem(
                        "extraneous input '" + part.strip() + "' expecting worker.<attribute> [ASC | DESC]",
                        position,
                        part.strip()));
            }
            if (items.size() == ITEMS_MAX) {
                return new Parsed.Failed(
                        new Problem("order_by has more than " + ITEMS_MAX + " items", position, part.strip()));
            }
            var direction = matcher.group(2);
            items.add(new Item(
                    Reference.of(Root.WORKER, matcher.group(1).substring(1).split("\\.")),
                    direction != null && direction.toUpperCase(Locale.ROOT).equals("DESC")
                            ? Direction.DESCENDING
                            : Direction.ASCENDING));
            position += part.length() + 1;
        }
        return new Parsed.Ok(new OrderBy(text, items));
    }

    /// The compared values of one worker, one for each item; null where the worker lacks the attribute.
    ///
    /// @param usable false when a value is there and is no integer: then the whole order does not count for
    /// this decision
    public record Key(List<Optional<BigDecimal>> values, boolean usable) {}

    public Key key(Scope worker) {
        var values = new ArrayList<Optional<BigDecimal>>(items.size());
        boolean usable = true;
        for (var item : items) {
            var value = worker.resolve(item.reference());
            var integer = value instanceof Value.Number number && number.isInteger();
            usable &= integer || value.isNull();
            values.add(integer ? Optional.of(((Value.Number) value).value()) : Optional.empty());
        }
        return new Key(values, usable);
    }

    /// Order of two usable keys: item by item, workers lacking an attribute after those who have it in both
    /// directions.
    public int compare(Key left, Key right) {
        for (int i = 0; i < items.size(); i++) {
            int order = compare(
                    left.values().get(i).orElse(null),
                    right.values().get(i).orElse(null),
                    items.get(i).direction());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(@Nullable BigDecimal left, @Nullable BigDecimal right, Direction direction) {
        if (left == null || right == null) {
            return Boolean.compare(left == null, right == null);
        }
        return switch (direction) {
            case ASCENDING -> left.compareTo(right);
            case DESCENDING -> right.compareTo(left);
        };
    }

    /// The candidates in order, ties and an unusable order left to `otherwise` (which must tell any two apart).
    public <W> List<W> rank(Collection<W> candidates, Function<W, Scope> scope, Comparator<? super W> otherwise) {
        var ranked = new ArrayList<W>(candidates);
        Map<W, Key> keys = HashMap.newHashMap(ranked.size());
        for (var candidate : ranked) {
            var key = key(scope.apply(candidate));
            if (!key.usable()) {
                ranked.sort(otherwise);
                return ranked;
            }
            keys.put(candidate, key);
        }
        Comparator<W> byItems = (left, right) -> compare(keyOf(keys, left), keyOf(keys, right));
        ranked.sort(byItems.thenComparing(otherwise));
        return ranked;
    }

    private static <W> Key keyOf(Map<W, Key> keys, W worker) {
        return Objects.requireNonNull(keys.get(worker));
    }
}
