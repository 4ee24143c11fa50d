package org.cordboard.routing.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what must hold for an expression to be true, for an index to narrow the search.
final class Keys {
    private Keys() {}

    static Optional<Boolean> constant(Node node) {
        return switch (node) {
            case Node.Constant(var value) -> Optional.of(value);
            case Node.Comparison(var left, var operator, var right) ->
                isKnown(left) && isKnown(right)
                        ? Optional.of(operator.test(read(left, Scope.EMPTY), read(right, Scope.EMPTY)))
                        : Optional.empty();
            case Node.Not(var term) -> constant(term).map(value -> !value);
            case Node.And(var terms) -> constant(terms, false);
            case Node.Or(var terms) -> constant(terms, true);
        };
    }

    /// One term with the deciding value decides; otherwise all must be constant.
    private static Optional<Boolean> constant(List<Node> terms, boolean deciding) {
        boolean all = true;
        for (var term : terms) {
            var value = constant(term);
            if (value.isPresent() && value.get() == deciding) {
                return value;
            }
            all &= value.isPresent();
        }
        return all ? Optional.of(!deciding) : Optional.empty();
    }

    static List<IndexKey> of(Node node, Root root, Scope known) {
        return switch (node) {
            case Node.And(var terms) -> {
                var keys = new ArrayList<IndexKey>();
                terms.forEach(term -> keys.addAll(of(term, root, known)));
                yield keys;
            }
            case Node.Or(var terms) -> anyOf(terms, root, known);
            case Node.Comparison comparison -> {
                var key = of(comparison, root, known);
                yield key == null ? List.of() : List.of(key);
            }
            case Node.Not _, Node.Constant _ -> List.of();
        };
    }

    /// Alternatives over one and the same attribute are one key with more values.
    private static List<IndexKey> anyOf(List<Node> terms, Root root, Scope known) {
        var values = new LinkedHashSet<Value>();
        IndexKey first = null;
        for (var term : terms) {
            var keys = of(term, root, known);
            if (keys.isEmpty()) {
                return List.of();
            }
            var key = keys.getFirst();
            if (first == null) {
                first = key;
            } else if (!first.reference().equals(key.reference()) || first.kind() != key.kind()) {
                return List.of();
            }
            values.addAll(key.anyOf());
        }
        return first == null ? List.of() : List.of(new IndexKey(first.reference(), first.kind(), List.copyOf(values)));
    }

    private static @Nullable IndexKey of(Node.Comparison comparison, Root root, Scope known) {
        var left = comparison.left();
        var right = comparison.right();
        return switch (comparison.operator()) {
            case EQUAL -> {
                var key = is(left, right, root, known);
                yield key != null ? key : is(right, left, root, known);
            }
            case HAS -> {
                var key = has(left, right, root, known);
                yield key != null ? key : among(right, left, root, known);
            }
            case IN -> {
                var key = has(right, left, root, known);
                yield key != null ? key : among(left, right, root, known);
            }
            case NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, CONTAINS, NOT_IN -> null;
        };
    }

    /// `attribute == value`. A null on the other side matches what lacks the attribute, which no index holds.
    private static @Nullable IndexKey is(Operand attribute, Operand other, Root root, Scope known) {
        var reference = indexed(attribute, other, root);
        if (reference == null) {
            return null;
        }
        var value = read(other, known);
        return switch (value) {
            case Value.Null _, Value.Object _ -> null;
            case Value.Array _ -> new IndexKey(reference, IndexKey.Kind.IS, List.of());
            case Value.Text _, Value.Number _, Value.Bool _ ->
                new IndexKey(reference, IndexKey.Kind.IS, List.of(Operator.indexKey(value)));
        };
    }

    /// `attribute HAS value`.
    private static @Nullable IndexKey has(Operand attribute, Operand other, Root root, Scope known) {
        var reference = indexed(attribute, other, root);
        return reference == null
                ? null
                : new IndexKey(reference, IndexKey.Kind.HAS, IndexKey.keysOf(read(other, known), IndexKey.Kind.IS));
    }

    /// `attribute IN values`.
    private static @Nullable IndexKey among(Operand attribute, Operand other, Root root, Scope known) {
        var reference = indexed(attribute, other, root);
        return reference == null
                ? null
                : new IndexKey(reference, IndexKey.Kind.IS, IndexKey.keysOf(read(other, known), IndexKey.Kind.HAS));
    }

    /// The reference of `attribute` when it can be a key and the other side can be known without it.
    private static @Nullable Reference indexed(Operand attribute, Operand other, Root root) {
        return attribute instanceof Operand.Path(var reference)
                        && reference.root() == root
                        && Reads.isStable(reference)
                        && isStableBeside(other, root)
                ? reference
                : null;
    }

    private static boolean isStableBeside(Operand operand, Root root) {
        return switch (operand) {
            case Operand.Literal _ -> true;
            case Operand.Path(var reference) -> reference.root() != root && Reads.isStable(reference);
            case Operand.Items(var items) -> items.stream().allMatch(item -> isStableBeside(item, root));
        };
    }

    private static boolean isKnown(Operand operand) {
        return switch (operand) {
            case Operand.Literal _ -> true;
            case Operand.Path _ -> false;
            case Operand.Items(var items) -> items.stream().allMatch(Keys::isKnown);
        };
    }

    private static Value read(Operand operand, Scope scope) {
        return Compiler.compile(operand).read(scope);
    }
}
