package org.cordboard.routing.expression;

/// What an expression is tested against: answers each reference with a value, [Value#NULL] for what it does not
/// know.
///
/// Ready-made: [WorkerScope], [TaskScope], [TimeScope], [WorkersScope]; join them with [#and].
@FunctionalInterface
public interface Scope {
    Scope EMPTY = _ -> Value.NULL;

    Value resolve(Reference reference);

    /// This scope, and the other one for whatever this one answers with null.
    default Scope and(Scope other) {
        return reference -> {
            var value = resolve(reference);
            return value.isNull() ? other.resolve(reference) : value;
        };
    }
}
