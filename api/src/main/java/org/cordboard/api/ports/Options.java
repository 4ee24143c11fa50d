package org.cordboard.api.ports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Values;
import org.jspecify.annotations.Nullable;

/// The optional parameters of a call, participant or instruction by their published REST names (`Timeout`, `WaitUrl`),
/// already checked for type and range by the endpoint. Absent ones are not here: the reader knows the default.
public record Options(SortedMap<String, List<String>> values) {
    public Options {
        values = new TreeMap<>(values);
    }

    public static Options of(Map<String, List<String>> values) {
        return new Options(new TreeMap<>(values));
    }

    /// What was given of some declared parameters, under their names without the prefix.
    public static Options given(Values values, List<? extends Parameter<?>> declared, String prefix) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (Parameter<?> parameter : declared) {
            List<String> raw = values.all(parameter.name());
            if (!raw.isEmpty() && !(raw.size() == 1 && raw.getFirst().isEmpty())) {
                given.put(parameter.name().substring(prefix.length()), raw);
            }
        }
        return of(given);
    }

    public @Nullable String text(String name) {
        List<String> given = values.get(name);
        return given == null || given.isEmpty() ? null : given.getFirst();
    }

    public String text(String name, String otherwise) {
        String given = text(name);
        return given == null ? otherwise : given;
    }

    public @Nullable Integer integer(String name) {
        String given = text(name);
        return given == null ? null : Integer.valueOf(given.strip());
    }

    public int integer(String name, int otherwise) {
        Integer given = integer(name);
        return given == null ? otherwise : given;
    }

    /// `true`, `1` and `yes` are true.
    public boolean flag(String name, boolean otherwise) {
        String given = text(name);
        return given == null
                ? otherwise
                : given.equalsIgnoreCase("true") || given.equals("1") || given.equalsIgnoreCase("yes");
    }

    /// All values of a list parameter, whether repeated or separated by commas or blanks.
    public List<String> list(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(v -> List.of(v.split("[, ]+", -1)).stream())
                .filter(v -> !v.isEmpty())
                .toList();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// Options carry addresses and phone numbers, so only their names are printed.
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
