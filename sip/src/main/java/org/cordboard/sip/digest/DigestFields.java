package org.cordboard.sip.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The `name=value` pairs behind `Digest` in a challenge or in credentials. Names are lower case, values
/// without quotes.
record DigestFields(Map<String, String> values) {
    private static final int FIELDS_MAX = 32;

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /// Empty for another scheme or text that cannot be read.
    static Optional<DigestFields> parse(String header) {
        if (!header.regionMatches(true, 0, "Digest", 0, 6) || header.length() < 7 || header.charAt(6) > ' ') {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String part : parts(header.substring(7))) {
            int equals = part.indexOf('=');
            if (equals <= 0 || found.size() >= FIELDS_MAX) {
                return Optional.empty();
            }
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (found.put(name, unquoted(part.substring(equals + 1).strip())) != null) {
                return Optional.empty(); // two different answers in one header prove nothing
            }
        }
        return Optional.of(new DigestFields(found));
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                addPart(text.substring(start, i), parts);
                start = i + 1;
            }
        }
        addPart(text.substring(Math.min(start, text.length())), parts);
        return parts;
    }

    private static void addPart(String part, List<String> parts) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return value;
    }

    @Override
    public String toString() {
        return "DigestFields[" + text("realm") + "]";
    }
}
