package org.cordboard.flow;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One setting of a widget type: its JSON type, its default and what a literal value may be.
///
/// @param fallback the published default as text, "" for none
/// @param allowed literal values, compared without case; empty allows all
/// @param range bounds of a literal number; null for none
/// @param shape what a literal text must match; null for none
record Property(
        String name,
        Kind kind,
        boolean required,
        String fallback,
        List<String> allowed,
        @Nullable Range range,
        @Nullable Pattern shape,
        String shapeName) {

    enum Kind {
        STRING("string"),
        INTEGER("integer"),
        BOOLEAN("boolean"),
        PARAMETERS("array");

        final String json;

        Kind(String json) {
            this.json = json;
        }
    }

    record Range(long min, long max) {}

    static Property text(String name) {
        return new Property(name, Kind.STRING, false, "", List.of(), null, null, "");
    }

    static Property integer(String name) {
        return new Property(name, Kind.INTEGER, false, "", List.of(), null, null, "");
    }

    static Property flag(String name) {
        return new Property(name, Kind.BOOLEAN, false, "false", List.of(), null, null, "");
    }

    static Property list(String name) {
        return new Property(name, Kind.PARAMETERS, false, "", List.of(), null, null, "");
    }

    Property must() {
        return new Property(name, kind, true, fallback, allowed, range, shape, shapeName);
    }

    Property or(String value) {
        return new Property(name, kind, required, value, allowed, range, shape, shapeName);
    }

    Property in(String... values) {
        return new Property(name, kind, required, fallback, List.of(values), range, shape, shapeName);
    }

    Property between(long min, long max) {
        return new Property(name, kind, required, fallback, allowed, new Range(min, max), shape, shapeName);
    }

    Property like(String regex, String description) {
        return new Property(name, kind, required, fallback, allowed, range, Pattern.compile(regex), description);
    }
}
