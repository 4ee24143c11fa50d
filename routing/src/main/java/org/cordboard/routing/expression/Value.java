package org.cordboard.routing.expression;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A JSON value. Record equality is strict; what the language calls equal is decided by [Operator].
public sealed interface Value {

    Value NULL = new Null();
    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);

    record Null() implements Value {}

    record Bool(boolean value) implements Value {}

    record Text(String value) implements Value {}

    /// A number of any size. The value is kept in one normal form, so that `7`, `7.0` and `70e-1` are equal
    /// records.
    record Number(BigDecimal value) implements Value {
        /// Beyond this many trailing zeros a number stays in exponent form: `1e999999999` must not become a
        /// gigabyte.
        private static final int PLAIN_ZEROS_MAX = 30;

        public Number {
            if (value.scale() != 0) {
                value = value.stripTrailingZeros();
                if (value.scale() < 0 && value.scale() >= -PLAIN_ZEROS_MAX) {
                    value = value.setScale(0);
                }
            } else if (value.precision() > PLAIN_ZEROS_MAX) {
                var stripped = value.stripTrailingZeros();
                value = stripped.scale() >= -PLAIN_ZEROS_MAX ? value : stripped;
            }
        }

        public Number(long value) {
            this(BigDecimal.valueOf(value));
        }

        public boolean isInteger() {
            return value.scale() <= 0;
        }
    }

    record Array(List<Value> elements) implements Value {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// Members in the order they were written.
    record Object(SequencedMap<String, Value> members) implements Value {
        public static final Object EMPTY = new Object(new LinkedHashMap<>());

        public Object {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }

        /// This object with one member set; an existing member keeps its place.
        public Object with(String name, Value value) {
            var changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new Object(changed);
        }
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Number(number);
    }

    static Value of(boolean bool) {
        return bool ? TRUE : FALSE;
    }

    default boolean isNull() {
        return this instanceof Null;
    }

    /// True for text, numbers and booleans. Objects count as null in comparisons.
    default boolean isScalar() {
        return switch (this) {
            case Bool _, Text _, Number _ -> true;
            case Null _, Array _, Object _ -> false;
        };
    }

    /// One step into an object; anything else than an object with that member yields [#NULL].
    default Value member(String name) {
        return this instanceof Object(Map<String, Value> members) ? members.getOrDefault(name, NULL) : NULL;
    }

    /// One step into an array, counted from 0; anything out of range yields [#NULL].
    default Value element(int index) {
        return this instanceof Array(List<Value> elements) && index >= 0 && index < elements.size()
                ? elements.get(index)
                : NULL;
    }

    /// What became of JSON text.
    sealed interface Parsed {
        record Ok(Value value) implements Parsed {}

        /// @param message what is wrong, with line and column
        record Failed(String message) implements Parsed {}
    }

    static Parsed parse(String json) {
        return Json.read(json);
    }

    /// This value as JSON text without white space.
    default String toJson() {
        return Json.write(this);
    }
}
