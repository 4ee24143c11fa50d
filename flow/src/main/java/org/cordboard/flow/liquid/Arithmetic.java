package org.cordboard.flow.liquid;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import liqp.PlainBigDecimal;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/// The arithmetic filters. Texts that hold a number count as that number, anything else as zero; two whole numbers give a
/// whole number; a result without a fraction prints without a decimal point.
final class Arithmetic extends Filter {

    private static final Pattern NUMBER = Pattern.compile("\\s*-?\\d{1,40}(\\.\\d{1,40})?\\s*");
    private static final int DIGITS = 60;

    private final BinaryOperator<BigDecimal> operation;

    private Arithmetic(String name, BinaryOperator<BigDecimal> operation) {
        super(name);
        this.operation = operation;
    }

    static List<Filter> all() {
        return List.of(
                new Arithmetic("plus", BigDecimal::add),
                new Arithmetic("minus", BigDecimal::subtract),
                new Arithmetic("times", BigDecimal::multiply),
                new Arithmetic("divided_by", Arithmetic::divide),
                new Arithmetic("modulo", Arithmetic::modulo),
                new Arithmetic("round", Arithmetic::round),
                new Arithmetic("at_least", BigDecimal::max),
                new Arithmetic("at_most", BigDecimal::min),
                new Arithmetic("abs", (value, _) -> value.abs()),
                new Arithmetic("ceil", (value, _) -> value.setScale(0, RoundingMode.CEILING)),
                new Arithmetic("floor", (value, _) -> value.setScale(0, RoundingMode.FLOOR)));
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
        Rendering.of(context).spend(1);
        return plain(operation.apply(number(value), params.length == 0 ? BigDecimal.ZERO : number(params[0])));
    }

    static BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case null -> BigDecimal.ZERO;
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            case Integer whole -> BigDecimal.valueOf(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            case Number other -> new BigDecimal(other.toString());
            default -> {
                var text = value.toString();
                yield NUMBER.matcher(text).matches() ? new BigDecimal(text.strip()) : BigDecimal.ZERO;
            }
        };
    }

    static Object plain(BigDecimal value) {
        if (value.precision() > DIGITS || Math.abs((long) value.scale()) > DIGITS) {
            throw new IllegalStateException("number with more than " + DIGITS + " digits");
        }
        if (value.stripTrailingZeros().scale() > 0) {
            return new PlainBigDecimal(value.stripTrailingZeros().toPlainString());
        }
        var whole = value.toBigInteger();
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private static BigDecimal divide(BigDecimal value, BigDecimal by) {
        if (by.signum() == 0) {
            throw new IllegalStateException("divided by 0");
        }
        return value.scale() <= 0 && by.scale() <= 0
                ? new BigDecimal(value.divide(by, 0, RoundingMode.FLOOR).toBigInteger())
                : value.divide(by, MathContext.DECIMAL64);
    }

    private static BigDecimal modulo(BigDecimal value, BigDecimal by) {
        if (by.signum() == 0) {
            throw new IllegalStateException("divided by 0");
        }
        var rest = value.remainder(by);
        return rest.signum() != 0 && rest.signum() != by.signum() ? rest.add(by) : rest;
    }

    private static BigDecimal round(BigDecimal value, BigDecimal digits) {
        return value.setScale(Math.clamp(digits.longValue(), 0, 20), RoundingMode.HALF_UP);
    }
}
