package org.cordboard.routing.expression;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The comparison operators and what each says of two values: TaskRouter reference, "Operators".
public enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    CONTAINS("CONTAINS"),
    HAS("HAS"),
    IN("IN"),
    NOT_IN("NOT IN");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    /// Longer digits are not taken for a number: they are an identifier, and hostile text must stay cheap.
    private static final int NUMBER_LENGTH_MAX = 100;

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    boolean test(Value left, Value right) {
        return switch (this) {
            case EQUAL -> neitherArray(left, right) && same(left, right);
            case NOT_EQUAL -> neitherArray(left, right) && !same(left, right);
            case LESS -> order(left, right) instanceof Integer o && o < 0;
            case LESS_OR_EQUAL -> order(left, right) instanceof Integer o && o <= 0;
            case GREATER -> order(left, right) instanceof Integer o && o > 0;
            case GREATER_OR_EQUAL -> order(left, right) instanceof Integer o && o >= 0;
            case CONTAINS ->
                left instanceof Value.Text(var whole) && right instanceof Value.Text(var part) && whole.contains(part);
            case HAS -> left instanceof Value.Array array && right.isScalar() && isElement(right, array);
            case IN -> right instanceof Value.Array array && left.isScalar() && isElement(left, array);
            case NOT_IN ->
                right instanceof Value.Array array && !(left instanceof Value.Array) && !isElement(left, array);
        };
    }

    private static boolean neitherArray(Value left, Value right) {
        return !(left instanceof Value.Array) && !(right instanceof Value.Array);
    }

    /// Equality of the language: null equals null, objects count as null, and a text that is a number or a
    /// boolean equals that number or boolean.
    static boolean same(Value left, Value right) {
        return switch (left) {
            case Value.Null _, Value.Object _ -> right instanceof Value.Null || right instanceof Value.Object;
            case Value.Array _ -> false;
            case Value.Number number -> right.equals(number) || number.equals(number(right));
            case Value.Bool bool -> right.equals(bool) || sameText(bool, right);
            case Value.Text text ->
                switch (right) {
                    case Value.Text _ -> right.equals(text);
                    case Value.Number number -> number.equals(number(text));
                    case Value.Bool bool -> sameText(bool, text);
                    case Value.Null _, Value.Array _, Value.Object _ -> false;
                };
        };
    }

    private static boolean isElement(Value scalar, Value.Array array) {
        if (!scalar.isScalar()) {
            return false;
        }
        for (var element : array.elements()) {
            if (same(scalar, element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameText(Value.Bool bool, Value text) {
        return text instanceof Value.Text(var t) && t.equals(Boolean.toString(bool.value()));
    }

    /// The number a text spells, or the number itself; null for everything else.
    private static Value.@Nullable Number number(Value value) {
        return switch (value) {
            case Value.Number number -> number;
            case Value.Text(var text) ->
                text.length() <= NUMBER_LENGTH_MAX && NUMBER.matcher(text).matches()
                        ? new Value.Number(new BigDecimal(text))
                        : null;
            case Value.Null _, Value.Bool _, Value.Array _, Value.Object _ -> null;
        };
    }

    /// Negative, zero or positive; null when the two have no order.
    private static @Nullable Integer order(Value left, Value right) {
        if (left instanceof Value.Text(var l) && right instanceof Value.Text(var r)) {
            return compareCodePoints(l, r);
        }
        var leftNumber = left instanceof Value.Number || right instanceof Value.Number ? number(left) : null;
        var rightNumber = leftNumber == null ? null : number(right);
        return leftNumber == null || rightNumber == null
                ? null
                : Integer.valueOf(leftNumber.value().compareTo(rightNumber.value()));
    }

    /// UTF-16 order differs from code-point order where surrogates meet the last private-use block.
    private static int compareCodePoints(String left, String right) {
        var common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Character.isSurrogate(l) == Character.isSurrogate(r)
                        ? Character.compare(l, r)
                        : Character.isSurrogate(l) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /// What two values the language calls equal have in common; use it as the key of an index. The reverse does
    /// not hold: `'5'` and `'5.0'` share a key and yet differ, so what an index finds must still be tested.
    public static Value indexKey(Value scalar) {
        return switch (scalar) {
            case Value.Text text -> indexKey(text);
            case Value.Number _, Value.Bool _, Value.Null _, Value.Array _ -> scalar;
            case Value.Object _ -> Value.NULL;
        };
    }

    private static Value indexKey(Value.Text text) {
        if (text.value().equals("true")) {
            return Value.TRUE;
        }
        if (text.value().equals("false")) {
            return Value.FALSE;
        }
        var number = number(text);
        return number == null ? text : number;
    }
}
