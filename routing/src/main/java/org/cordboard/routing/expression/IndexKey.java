package org.cordboard.routing.expression;

import java.util.List;

/// A condition without which an expression cannot be true: the attribute at `reference` is ([Kind#IS]) or, being
/// an array, has among its elements ([Kind#HAS]) one of `anyOf`. An empty `anyOf` means that it cannot be true
/// at all.
///
/// Read a candidate with `scope.resolve(reference)`, so that built-in fields such as `sid` are found as well.
///
/// @param anyOf in the form of [Operator#indexKey]; put attribute values through the same before looking them up
public record IndexKey(Reference reference, Kind kind, List<Value> anyOf) {
    public IndexKey {
        anyOf = List.copyOf(anyOf);
    }

    /// What keys of one index have in common.
    public record Column(Reference reference, Kind kind) {
        /// Where something that reads like this belongs.
        public List<Value> keysOf(Scope scope) {
            return IndexKey.keysOf(scope.resolve(reference), kind);
        }
    }

    public Column column() {
        return new Column(reference, kind);
    }

    public enum Kind {
        IS,
        HAS
    }

    /// Under which keys something with this value at `reference` belongs in an index of this kind.
    public static List<Value> keysOf(Value value, Kind kind) {
        return switch (kind) {
            case IS -> value.isScalar() ? List.of(Operator.indexKey(value)) : List.of();
            case HAS ->
                value instanceof Value.Array(var elements)
                        ? elements.stream()
                                .filter(Value::isScalar)
                                .map(Operator::indexKey)
                                .distinct()
                                .toList()
                        : List.of();
        };
    }
}
