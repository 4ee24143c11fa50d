package org.cordboard.routing.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A long list of literals, looked up instead of walked: browser clients filter by hundreds of SIDs.
final class LiteralSet {
    /// Shorter lists are as quick to walk.
    private static final int WORTHWHILE = 8;

    /// Only looked up, never iterated, so hash order decides nothing.
    private final Map<Value, List<Value>> byKey = new HashMap<>();

    static Optional<LiteralSet> of(Operand operand) {
        if (!(operand instanceof Operand.Items(var items)) || items.size() < WORTHWHILE) {
            return Optional.empty();
        }
        var set = new LiteralSet();
        for (var item : items) {
            if (!(item instanceof Operand.Literal(var value))) {
                return Optional.empty();
            }
            set.byKey
                    .computeIfAbsent(Operator.indexKey(value), _ -> new ArrayList<>())
                    .add(value);
        }
        return Optional.of(set);
    }

    boolean has(Value value) {
        if (!value.isScalar()) {
            return false;
        }
        for (var candidate : byKey.getOrDefault(Operator.indexKey(value), List.of())) {
            if (Operator.same(value, candidate)) {
                return true;
            }
        }
        return false;
    }
}
