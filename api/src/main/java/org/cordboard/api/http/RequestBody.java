package org.cordboard.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a request body into named values, whichever of the accepted forms it has.
/// A JSON object becomes its members: texts as they are, numbers and booleans as text, arrays repeated, objects as
/// JSON.
public final class RequestBody {
    private RequestBody() {}

    public static Values read(Request request, HttpLimits limits) {
        if (request.body().length == 0) {
            return Values.none();
        }
        return switch (request.contentType()) {
            case "", "application/x-www-form-urlencoded" -> Values.ofForm(request.body(), limits.maxParameters());
            case "multipart/form-data" -> Multipart.read(request, limits.maxParameters());
            case "application/json" -> readJson(request.bodyText());
            case String other ->
                throw Problem.badRequest(
                        "Content-Type " + other
                                + " is not understood; send application/x-www-form-urlencoded, multipart/form-data or application/json");
        };
    }

    private static Values readJson(String text) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw Problem.badRequest("The body is not valid JSON: " + Json.position(malformed));
        }
        return root.isObject() ? flatten(root) : Values.none();
    }

    /// The members of a JSON object as parameters; nulls are absent.
    public static Values flatten(JsonNode object) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isArray()) {
                List<String> several = new ArrayList<>();
                value.forEach(v -> several.add(Json.text(v)));
                if (!several.isEmpty()) {
                    values.put(member.getKey(), several);
                }
            } else if (!value.isNull()) {
                values.put(member.getKey(), List.of(Json.text(value)));
            }
        });
        return Values.of(values);
    }
}
