package org.cordboard.sip.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The `;name=value` parameters behind a URI or header value, in their order. Names are lower case; a
/// parameter without value holds the empty string; quotes stay in the stored value so that writing gives
/// back what was read.
public record Parameters(Map<String, String> values) {
    public static final Parameters NONE = new Parameters(Map.of());

    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Parameters of(String name, String value) {
        return new Parameters(Map.of(name.toLowerCase(Locale.ROOT), value));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value without quotes; empty text for a parameter that has none.
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(Cursor::unquote);
    }

    public Parameters with(String name, String value) {
        var copy = new LinkedHashMap<>(values);
        copy.put(name.toLowerCase(Locale.ROOT), value);
        return new Parameters(copy);
    }

    public Parameters without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        var copy = new LinkedHashMap<>(values);
        copy.remove(name);
        return new Parameters(copy);
    }

    /// Reads parameters up to the end or to the first of `stops`. A repeated name is refused, as RFC 3261
    /// section 7.3.1 asks.
    static Parameters read(Cursor in, String stops) throws Malformed {
        Map<String, String> found = new LinkedHashMap<>();
        while (true) {
            in.skipSpace();
            if (!in.accept(';')) {
                return found.isEmpty() ? NONE : new Parameters(found);
            }
            in.skipSpace();
            if (in.atEnd()) {
                continue; // devices leave a semicolon behind
            }
            int start = in.position();
            String name = in.until(";=" + stops).strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('"') >= 0) {
                throw new Malformed("bad parameter name", start);
            }
            String value = "";
            if (in.accept('=')) {
                in.skipSpace();
                value = in.peek() == '"' ? in.quoted() : in.until(";" + stops).strip();
            }
            if (found.putIfAbsent(name, value) != null) {
                throw new Malformed("parameter " + name + " twice", start);
            }
        }
    }

    void writeTo(StringBuilder out) {
        values.forEach((name, value) -> {
            out.append(';').append(name);
            if (!value.isEmpty()) {
                out.append('=').append(value);
            }
        });
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        writeTo(out);
        return out.toString();
    }
}
