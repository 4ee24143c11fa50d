package org.cordboard.api.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Values;
import org.jspecify.annotations.Nullable;

/// One declared parameter of an endpoint: its name on the wire, what it accepts, and what a caller is told otherwise.
/// An empty value counts as absent, unless the parameter is [#clearable()]. Immutable.
public final class Parameter<T> {
    private static final int EXCERPT_LENGTH = 64;

    private final String name;
    private final Reader<T> reader;
    private final Map<String, Object> schema;
    private final boolean required;
    private final boolean clearable;
    private final ErrorCode bad;
    private final ErrorCode missing;

    /// Turns the raw values into a typed one, or throws an [IllegalArgumentException] whose message completes
    /// "`Name` …", such as "must be between 1 and 50".
    interface Reader<T> {
        T read(List<String> raw);
    }

    private Parameter(
            String name,
            Reader<T> reader,
            Map<String, Object> schema,
            boolean required,
            boolean clearable,
            ErrorCode bad,
            ErrorCode missing) {
        this.name = name;
        this.reader = reader;
        this.schema = schema;
        this.required = required;
        this.clearable = clearable;
        this.bad = bad;
        this.missing = missing;
    }

    private static <T> Parameter<T> single(String name, Map<String, Object> schema, Function<String, T> reader) {
        return several(name, schema, raw -> reader.apply(raw.getFirst()));
    }

    private static <T> Parameter<T> several(String name, Map<String, Object> schema, Reader<T> reader) {
        return new Parameter<>(name, reader, schema, false, false, ErrorCode.BAD_REQUEST, ErrorCode.BAD_REQUEST);
    }

    /// Any text up to a length.
    public static Parameter<String> text(String name, int max) {
        return single(name, Map.of("type", "string", "maxLength", max), raw -> {
            if (raw.codePointCount(0, raw.length()) > max) {
                throw new IllegalArgumentException(
                        "must be at most " + max + " characters, was " + raw.codePointCount(0, raw.length()));
            }
            return raw;
        });
    }

    public static Parameter<String> text(String name) {
        return text(name, 1 << 20);
    }

    public static Parameter<Integer> integer(String name, int min, int max) {
        return single(name, Map.of("type", "integer", "minimum", min, "maximum", max), raw -> {
            try {
                int value = Integer.parseInt(raw.strip());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("must be a whole number between " + min + " and " + max);
            }
            throw new IllegalArgumentException("must be between " + min + " and " + max + ", was " + raw.strip());
        });
    }

    /// `true`, `1` and `yes` mean true, anything else false.
    public static Parameter<Boolean> flag(String name) {
        return single(name, Map.of("type", "boolean"), Parameter::isTrue);
    }

    /// An absolute http or https address.
    public static Parameter<String> url(String name) {
        return single(name, Map.of("type", "string", "format", "uri"), Parameter::absoluteUrl);
    }

    public static Parameter<Instant> date(String name) {
        return single(name, Map.of("type", "string", "format", "date-time"), Dates::read);
    }

    /// A date as it was written, checked, because some filters treat a whole day differently from a moment.
    public static Parameter<String> dateText(String name) {
        return single(name, Map.of("type", "string", "format", "date-time"), raw -> {
            Dates.read(raw);
            return raw;
        });
    }

    public static <S> Parameter<S> sid(String name, String prefix, Predicate<String> valid, Function<String, S> make) {
        return single(name, Map.of("type", "string", "pattern", "^" + prefix + "[0-9a-fA-F]{32}$"), raw -> {
            if (!valid.test(raw)) {
                throw new IllegalArgumentException(
                        "must be a SID: " + prefix + " and 32 hex digits, was " + excerpt(raw));
            }
            return make.apply(raw);
        });
    }

    /// One of a few words.
    public static Parameter<String> word(String name, String... allowed) {
        List<String> words = List.of(allowed);
        return single(name, Map.of("type", "string", "enum", words), raw -> oneOf(raw, words));
    }

    /// A few of some words, repeated or separated by commas or blanks.
    public static Parameter<List<String>> words(String name, String... allowed) {
        List<String> words = List.of(allowed);
        return several(
                name,
                Map.of("type", "array", "items", Map.of("type", "string", "enum", words)),
                raw -> split(raw).stream().map(w -> oneOf(w, words)).toList());
    }

    /// Any texts, repeated or separated by commas.
    public static Parameter<List<String>> texts(String name) {
        return several(name, Map.of("type", "array", "items", Map.of("type", "string")), Parameter::split);
    }

    /// Texts that may hold commas themselves: repetition only.
    public static Parameter<List<String>> repeated(String name) {
        return several(name, Map.of("type", "array", "items", Map.of("type", "string")), List::copyOf);
    }

    /// The text of a JSON object, kept as it is.
    public static Parameter<String> jsonObject(String name, int max) {
        return single(name, Map.of("type", "string", "maxLength", max), raw -> {
            if (raw.codePointCount(0, raw.length()) > max) {
                throw new IllegalArgumentException(
                        "must be at most " + max + " characters, was " + raw.codePointCount(0, raw.length()));
            }
            try {
                JsonNode read = Json.MAPPER.readTree(raw);
                if (read.isObject()) {
                    return raw;
                }
            } catch (JsonProcessingException malformed) {
                throw new IllegalArgumentException("is not valid JSON: " + Json.position(malformed));
            }
            throw new IllegalArgumentException("must be a JSON object, such as {\"skill\":\"sales\"}");
        });
    }

    public static Parameter<String> method(String name) {
        return single(
                name,
                Map.of("type", "string", "enum", List.of("GET", "POST")),
                raw -> oneOf(raw.toUpperCase(Locale.ROOT), List.of("GET", "POST")));
    }

    public Parameter<T> required() {
        return new Parameter<>(name, reader, schema, true, clearable, bad, missing);
    }

    public Parameter<T> optional() {
        return new Parameter<>(name, reader, schema, false, clearable, bad, missing);
    }

    /// A given but empty value is passed on as the empty text, which means "clear it". For text parameters only.
    public Parameter<T> clearable() {
        return new Parameter<>(name, reader, schema, required, true, bad, missing);
    }

    /// The published codes for a bad and for a missing value, where they are not the general one.
    public Parameter<T> codes(ErrorCode ifBad, ErrorCode ifMissing) {
        return new Parameter<>(name, reader, schema, required, clearable, ifBad, ifMissing);
    }

    public Parameter<T> code(ErrorCode ifBad) {
        return codes(ifBad, missing);
    }

    public String name() {
        return name;
    }

    public boolean isRequired() {
        return required;
    }

    public Map<String, Object> schema() {
        return new LinkedHashMap<>(schema);
    }

    /// The typed value, or null when absent.
    @Nullable
    Object read(Values values) {
        List<String> raw = values.all(name);
        if (raw.isEmpty() || raw.stream().allMatch(String::isEmpty)) {
            if (required) {
                throw new Problem(missing, "Missing required parameter " + name + " in the post body");
            }
            return clearable && !raw.isEmpty() ? "" : null;
        }
        try {
            return reader.read(raw);
        } catch (IllegalArgumentException unreadable) {
            throw new Problem(bad, name + " " + unreadable.getMessage());
        }
    }

    static boolean isTrue(String raw) {
        return raw.equalsIgnoreCase("true") || raw.equals("1") || raw.equalsIgnoreCase("yes");
    }

    private static String excerpt(String raw) {
        return raw.length() <= EXCERPT_LENGTH ? raw : raw.substring(0, EXCERPT_LENGTH) + "…";
    }

    private static String absoluteUrl(String raw) {
        try {
            URI url = URI.create(raw.strip());
            String scheme = url.getScheme();
            if (url.getHost() != null && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return raw.strip();
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("is not a valid URL: " + malformed.getMessage());
        }
        throw new IllegalArgumentException("must be an absolute http or https URL");
    }

    private static String oneOf(String raw, List<String> words) {
        if (!words.contains(raw)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", words));
        }
        return raw;
    }

    private static List<String> split(List<String> raw) {
        List<String> all = new ArrayList<>();
        for (String one : raw) {
            for (String part : one.split("[, ]+", -1)) {
                if (!part.isEmpty()) {
                    all.add(part);
                }
            }
        }
        return all;
    }
}
