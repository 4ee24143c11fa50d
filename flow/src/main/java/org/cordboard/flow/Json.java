package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON as plain values: maps, lists, texts, booleans, numbers, null. Decimals are `BigDecimal`, so that text and value
/// never differ; whole numbers take the smallest type that holds them, so that equal documents are equal values.
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .addModule(new JavaTimeModule())
            .build();

    private Json() {}

    static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /// The node as plain, unmodifiable values.
    static @Nullable Object value(JsonNode node) {
        return frozen(MAPPER.convertValue(node, Object.class));
    }

    /// A deep, unmodifiable copy in which key order is kept; a map that is one already stays itself.
    static Map<String, Object> copy(Map<String, ?> map) {
        if (map instanceof Frozen frozen) {
            return frozen;
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(key, frozen(value)));
        return new Frozen(copy);
    }

    // A JSON null is a null in the list or map; the null checker does not look into collections.
    @SuppressWarnings("NullAway")
    private static @Nullable Object frozen(@Nullable Object value) {
        return switch (value) {
            case Frozen frozen -> frozen;
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, inner) -> copy.put(String.valueOf(key), frozen(inner)));
                yield new Frozen(copy);
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>(list.size());
                list.forEach(inner -> copy.add(frozen(inner)));
                yield Collections.unmodifiableList(copy);
            }
            case Long number when number == number.intValue() -> number.intValue();
            case null -> null;
            default -> value;
        };
    }

    /// Known to be unmodifiable all the way down, so that a thousand steps can share one context.
    private static final class Frozen extends AbstractMap<String, Object> {

        private final Map<String, Object> map;

        Frozen(Map<String, Object> map) {
            this.map = Collections.unmodifiableMap(map);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return map.entrySet();
        }

        @Override
        @SuppressWarnings("NullAway") // absent is null
        public @Nullable Object get(@Nullable Object key) {
            return map.get(key);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return map.containsKey(key);
        }
    }
}
