package org.cordboard.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How outputs are kept: every store is a merge, so what an earlier visit brought survives what a later one lacks.
final class Variables {

    static final Set<String> FAILURES = Set.of("failed", "fail", "failedToEnqueue");

    private Variables() {}

    static Map<String, Object> merged(Map<String, Object> widgets, String name, Map<String, Object> outputs) {
        var merged = new LinkedHashMap<String, Object>();
        if (widgets.get(name) instanceof Map<?, ?> earlier) {
            earlier.forEach((key, value) -> merged.put(String.valueOf(key), value));
        }
        outputs.forEach((key, value) -> {
            if (key.equals("parsed") && merged.get(key) instanceof Map<?, ?> earlier && value instanceof Map<?, ?> later) {
                var both = new LinkedHashMap<Object, Object>(earlier);
                both.putAll(later);
                merged.put(key, both);
            } else {
                merged.put(key, value);
            }
        });
        return with(widgets, name, merged);
    }

    static Map<String, Object> with(Map<String, Object> map, String key, @Nullable Object value) {
        var copy = new LinkedHashMap<>(map);
        copy.put(key, orNull(value));
        return Collections.unmodifiableMap(copy);
    }

    /// A JSON null is kept as null; the null checker does not look into collections.
    @SuppressWarnings("NullAway")
    static Object orNull(@Nullable Object value) {
        return value;
    }
}
