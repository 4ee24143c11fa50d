package org.cordboard.api.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Named values in the order they arrived, each name with one or more values: a query, a form, a flat JSON object.
public final class Values {
    private static final Values NONE = new Values(Map.of());
    private final Map<String, List<String>> all;

    private Values(Map<String, List<String>> all) {
        this.all = all;
    }

    public static Values none() {
        return NONE;
    }

    public static Values of(Map<String, List<String>> values) {
        return new Values(new LinkedHashMap<>(values));
    }

    /// Reads `a=1&b=2&a=3`; plus is a blank; a malformed percent escape is a bad request that names the place.
    public static Values ofForm(String text, int maxParameters) {
        if (text.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> read = new LinkedHashMap<>();
        int count = 0;
        for (String pair : text.split("&", maxParameters + 2)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > maxParameters) {
                throw Problem.badRequest("More than " + maxParameters + " parameters in one request");
            }
            int equals = pair.indexOf('=');
            String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
            read.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
        return new Values(read);
    }

    static Values ofForm(byte[] body, int maxParameters) {
        return ofForm(new String(body, StandardCharsets.UTF_8), maxParameters);
    }

    /// These values, and those of `others` whose name is not here.
    public Values or(Values others) {
        if (others.all.isEmpty()) {
            return this;
        }
        if (all.isEmpty()) {
            return others;
        }
        Map<String, List<String>> both = new LinkedHashMap<>(all);
        others.all.forEach(both::putIfAbsent);
        return new Values(both);
    }

    public boolean has(String name) {
        return all.containsKey(name);
    }

    public @Nullable String first(String name) {
        List<String> values = all.get(name);
        return values == null ? null : values.getFirst();
    }

    public List<String> all(String name) {
        return all.getOrDefault(name, List.of());
    }

    public Map<String, List<String>> asMap() {
        return all;
    }

    @Override
    public String toString() {
        return all.keySet().toString();
    }
}
