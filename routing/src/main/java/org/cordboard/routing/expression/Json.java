package org.cordboard.routing.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// JSON text to [Value] and back.
final class Json {
    static final int DEPTH_MAX = 200;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static Value.Parsed read(String text) {
        try {
            var value = convert(MAPPER.readTree(text));
            return value == null ? new Value.Parsed.Failed("there is no content") : new Value.Parsed.Ok(value);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            return new Value.Parsed.Failed(
                    location == null
                            ? e.getOriginalMessage()
                            : e.getOriginalMessage() + " (line " + location.getLineNr() + ", column "
                                    + location.getColumnNr() + ")");
        } catch (NumberFormatException e) {
            // An exponent beyond what a decimal can hold passes the library's own checks.
            return new Value.Parsed.Failed("a number is out of range");
        }
    }

    static String write(Value value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /// Null for text of nothing but white space, which the library answers without an exception.
    private static @Nullable Value convert(JsonNode node) {
        return node.isMissingNode() ? null : value(node);
    }

    private static Value value(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> Value.of(node.booleanValue());
            case NUMBER -> new Value.Number(node.decimalValue());
            case STRING -> new Value.Text(node.textValue());
            case ARRAY -> {
                var elements = new ArrayList<Value>(node.size());
                for (var element : node) {
                    elements.add(value(element));
                }
                yield new Value.Array(elements);
            }
            case OBJECT -> {
                var members = new LinkedHashMap<String, Value>();
                for (var member : node.properties()) {
                    members.put(member.getKey(), value(member.getValue()));
                }
                yield new Value.Object(members);
            }
            case NULL, MISSING, BINARY, POJO -> Value.NULL;
        };
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Null _ -> out.append("null");
            case Value.Bool(var bool) -> out.append(bool);
            case Value.Number(var number) -> out.append(number);
            case Value.Text(var text) -> writeText(text, out);
            case Value.Array(var elements) -> {
                out.append('[');
                var separator = "";
                for (var element : elements) {
                    out.append(separator);
                    write(element, out);
                    separator = ",";
                }
                out.append(']');
            }
            case Value.Object(var members) -> {
                out.append('{');
                var separator = "";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    writeText(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
        }
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
