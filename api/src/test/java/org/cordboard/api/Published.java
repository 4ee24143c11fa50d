package org.cordboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The published fields of each resource with their types, one line per resource in `shapes/published.txt`.
public final class Published {
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern RFC_2822 =
            Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000");
    private static final Map<String, String> SHAPES = new TreeMap<>();

    static {
        try (InputStream in = Published.class.getResourceAsStream("/shapes/published.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                SHAPES.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Published() {}

    /// Fails unless every published field is there with a value of its type or null.
    public static void check(String shape, JsonNode resource) {
        String fields = SHAPES.get(shape);
        if (fields == null) {
            throw new AssertionError("no such shape: " + shape);
        }
        List<String> wrong = new ArrayList<>();
        for (String field : fields.split(" ")) {
            String name = field.substring(0, field.indexOf('='));
            String type = field.substring(field.indexOf('=') + 1);
            if (!resource.has(name)) {
                wrong.add(name + " is missing");
            } else if (!resource.path(name).isNull() && !fits(type, resource.path(name))) {
                wrong.add(name + " is no " + type + ": " + resource.path(name));
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(shape + ": " + wrong + " in " + resource);
        }
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "any" -> true;
            case "iso" -> value.isTextual() && ISO.matcher(value.asText()).matches();
            case "rfc2822" ->
                value.isTextual() && RFC_2822.matcher(value.asText()).matches();
            case String words ->
                value.isTextual()
                        && List.of(words.substring(5, words.length() - 1).split(","))
                                .contains(value.asText());
        };
    }
}
