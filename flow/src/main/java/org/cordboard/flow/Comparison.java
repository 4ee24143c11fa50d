package org.cordboard.flow;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The tests of a split. Both sides are trimmed and compared without case before any of them.
enum Comparison {
    EQUAL_TO(String::equals),
    NOT_EQUAL_TO((left, right) -> !left.equals(right)),
    MATCHES_ANY_OF((left, right) -> entries(right).contains(left)),
    DOES_NOT_MATCH_ANY_OF((left, right) -> !entries(right).contains(left)),
    IS_BLANK((left, _) -> left.isEmpty()),
    IS_NOT_BLANK((left, _) -> !left.isEmpty()),
    REGEX((left, right) -> left.isEmpty() && right.isEmpty()),
    CONTAINS(String::contains),
    DOES_NOT_CONTAIN((left, right) -> !left.contains(right)),
    STARTS_WITH(String::startsWith),
    DOES_NOT_START_WITH((left, right) -> !left.startsWith(right)),
    LESS_THAN((left, right) -> ordered(number(left), number(right))),
    GREATER_THAN((left, right) -> ordered(number(right), number(left))),
    IS_BEFORE_TIME((left, right) -> ordered(shaped(left, Shapes.TIME), shaped(right, Shapes.TIME))),
    IS_AFTER_TIME((left, right) -> ordered(shaped(right, Shapes.TIME), shaped(left, Shapes.TIME))),
    IS_BEFORE_DATE((left, right) -> ordered(shaped(left, Shapes.DATE), shaped(right, Shapes.DATE))),
    IS_AFTER_DATE((left, right) -> ordered(shaped(right, Shapes.DATE), shaped(left, Shapes.DATE)));

    private final BiPredicate<String, String> test;

    Comparison(BiPredicate<String, String> test) {
        this.test = test;
    }

    /// An enum's own statics are not ready while its constants are made.
    private static final class Shapes {
        static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
        static final Pattern DATE = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
        static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,60}(\\.\\d{0,60})?|\\.\\d{1,60})");
        static final Pattern QUOTED = Pattern.compile("\"(.*)\"", Pattern.DOTALL);
    }

    static Optional<Comparison> named(String type) {
        return Stream.of(values())
                .filter(comparison -> comparison.published().equals(type))
                .findFirst();
    }

    String published() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean holds(String left, String right) {
        return this == REGEX
                ? matches(left.strip(), right.strip())
                : test.test(folded(left), folded(right));
    }

    /// What is wrong with a literal right side, if it can never be true; for the validator.
    Optional<String> hopeless(String right) {
        var value = right.strip();
        return switch (this) {
            case LESS_THAN, GREATER_THAN -> number(value).isPresent() ? Optional.empty() : Optional.of("a number");
            case IS_BEFORE_TIME, IS_AFTER_TIME ->
                shaped(value, Shapes.TIME).isPresent() ? Optional.empty() : Optional.of("HH:MM");
            case IS_BEFORE_DATE, IS_AFTER_DATE ->
                shaped(value, Shapes.DATE).isPresent() ? Optional.empty() : Optional.of("YYYY-MM-DD");
            case EQUAL_TO,
                    NOT_EQUAL_TO,
                    MATCHES_ANY_OF,
                    DOES_NOT_MATCH_ANY_OF,
                    IS_BLANK,
                    IS_NOT_BLANK,
                    REGEX,
                    CONTAINS,
                    DOES_NOT_CONTAIN,
                    STARTS_WITH,
                    DOES_NOT_START_WITH -> Optional.empty();
        };
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static List<String> entries(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    private static <T extends Comparable<T>> boolean ordered(Optional<T> lesser, Optional<T> greater) {
        return lesser.isPresent() && greater.isPresent() && lesser.get().compareTo(greater.get()) < 0;
    }

    /// One pair of double quotes around a number is forgiven: values stored as quoted text are a common slip.
    private static Optional<BigDecimal> number(String text) {
        var quoted = Shapes.QUOTED.matcher(text);
        var bare = quoted.matches() ? quoted.group(1).strip() : text;
        return Shapes.NUMBER.matcher(bare).matches() ? Optional.of(new BigDecimal(bare)) : Optional.empty();
    }

    private static Optional<String> shaped(String text, Pattern shape) {
        return shape.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static boolean matches(String text, String pattern) {
        try {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(new Metered(text))
                    .matches();
        } catch (PatternSyntaxException | TooLong | StackOverflowError _) {
            return false; // the validator refuses bad patterns; one that explodes at run time matches nothing
        }
    }

    private static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLong() {
            super("pattern takes too long", null, false, false);
        }
    }

    /// Bounds matching time without a clock: backtracking reads the text again and again, and the readings are counted.
    private static final class Metered implements CharSequence {

        private static final int READINGS = 2_000_000;

        private final CharSequence text;
        private int readings;

        Metered(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++readings > READINGS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
