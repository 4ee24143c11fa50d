package org.cordboard.voice.webhook;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The named values of one request, in order; a name may occur several times. Immutable.
public record Fields(List<Field> list) {
    /// One name and its decoded value.
    public record Field(String name, String value) {}

    public static final Fields NONE = new Fields(List.of());

    public Fields {
        list = List.copyOf(list);
    }

    public static Fields of(Map<String, String> values) {
        return new Fields(values.entrySet().stream()
                .map(e -> new Field(e.getKey(), e.getValue()))
                .toList());
    }

    /// Names and values in turn.
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name lacks its value");
        }
        var fields = new ArrayList<Field>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Fields(fields);
    }

    /// With one more value; an absent one changes nothing.
    public Fields plus(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var fields = new ArrayList<>(list);
        fields.add(new Field(name, value));
        return new Fields(fields);
    }

    /// With the other's values; a name that the other holds replaces ours.
    public Fields with(Fields other) {
        var fields = new ArrayList<Field>();
        for (var field : list) {
            if (other.list.stream().noneMatch(o -> o.name.equals(field.name))) {
                fields.add(field);
            }
        }
        fields.addAll(other.list);
        return new Fields(fields);
    }

    public Optional<String> first(String name) {
        return list.stream().filter(f -> f.name.equals(name)).map(Field::value).findFirst();
    }

    /// The first value of every name.
    public Map<String, String> asMap() {
        var map = new LinkedHashMap<String, String>();
        list.forEach(f -> map.putIfAbsent(f.name, f.value));
        return map;
    }

    /// As `application/x-www-form-urlencoded`.
    public String encoded() {
        var text = new StringBuilder();
        for (var field : list) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            text.append(encode(field.name)).append('=').append(encode(field.value));
        }
        return text.toString();
    }

    public static Fields decoded(String form) {
        var fields = new ArrayList<Field>();
        for (var pair : form.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                fields.add(new Field(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return new Fields(fields);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
