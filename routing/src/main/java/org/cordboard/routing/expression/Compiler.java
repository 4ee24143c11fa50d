package org.cordboard.routing.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Turns a tree into closures.
final class Compiler {
    private Compiler() {}

    @FunctionalInterface
    interface Read {
        Value read(Scope scope);
    }

    static Expression.Test compile(Node node) {
        return switch (node) {
            case Node.Constant(var value) -> _ -> value;
            case Node.Not(var term) -> {
                var test = compile(term);
                yield scope -> !test.test(scope);
            }
            case Node.And(var terms) -> all(compile(terms), true);
            case Node.Or(var terms) -> all(compile(terms), false);
            case Node.Comparison comparison -> compile(comparison);
        };
    }

    static Read compile(Operand operand) {
        return switch (operand) {
            case Operand.Literal(var value) -> _ -> value;
            case Operand.Path(var reference) -> scope -> scope.resolve(reference);
            case Operand.Items(var items) -> {
                var reads = items.stream().map(Compiler::compile).toList();
                if (items.stream().allMatch(item -> item instanceof Operand.Literal)) {
                    var fixed = array(reads, Scope.EMPTY);
                    yield _ -> fixed;
                }
                yield scope -> array(reads, scope);
            }
        };
    }

    private static Expression.Test[] compile(List<Node> terms) {
        return terms.stream().map(Compiler::compile).toArray(Expression.Test[]::new);
    }

    /// AND when `wanted`, OR when not: the first term that differs decides.
    private static Expression.Test all(Expression.Test[] tests, boolean wanted) {
        return scope -> {
            for (var test : tests) {
                if (test.test(scope) != wanted) {
                    return !wanted;
                }
            }
            return wanted;
        };
    }

    private static Expression.Test compile(Node.Comparison comparison) {
        var operator = comparison.operator();
        var left = compile(comparison.left());
        var right = compile(comparison.right());
        if (isDay(comparison.left()) || isDay(comparison.right())) {
            return scope -> operator.test(upperCase(left.read(scope)), upperCase(right.read(scope)));
        }
        if (operator == Operator.IN || operator == Operator.NOT_IN) {
            var list = LiteralSet.of(comparison.right());
            if (list.isPresent()) {
                var set = list.get();
                return operator == Operator.IN
                        ? scope -> set.has(left.read(scope))
                        : scope -> {
                            var value = left.read(scope);
                            return !(value instanceof Value.Array) && !set.has(value);
                        };
            }
        }
        return scope -> operator.test(left.read(scope), right.read(scope));
    }

    /// Days are compared without regard to case, as the only value of the language.
    private static boolean isDay(Operand operand) {
        return operand instanceof Operand.Path(var reference)
                && reference.root() == Root.TIME
                && reference.name().equals("dayOfWeek");
    }

    private static Value upperCase(Value value) {
        return switch (value) {
            case Value.Text(var text) -> new Value.Text(text.toUpperCase(Locale.ROOT));
            case Value.Array(var elements) ->
                new Value.Array(elements.stream().map(Compiler::upperCase).toList());
            case Value.Null _, Value.Bool _, Value.Number _, Value.Object _ -> value;
        };
    }

    private static Value array(List<Read> reads, Scope scope) {
        var elements = new ArrayList<Value>(reads.size());
        for (var read : reads) {
            elements.add(read.read(scope));
        }
        return new Value.Array(elements);
    }
}
