package org.cordboard.api.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.jspecify.annotations.Nullable;

/// An OpenAPI 3.1 document of the given endpoints, at `/openapi.json`. Made once.
public final class OpenApi {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final String FORM = "application/x-www-form-urlencoded";
    private final byte[] document;

    public OpenApi(List<Endpoint> endpoints) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", "Cordboard").put("version", "1");
        ObjectNode paths = root.putObject("paths");
        Map<String, Representation<?>> shapes = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            ObjectNode path = paths.withObjectProperty(published(endpoint));
            path.set(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint, shapes));
        }
        ObjectNode components = root.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        shapes.forEach((name, shape) -> schemas.set(name, Json.MAPPER.valueToTree(shape.schema())));
        components
                .putObject("securitySchemes")
                .putObject("account")
                .put("type", "http")
                .put("scheme", "basic");
        document = root.toString().getBytes(StandardCharsets.UTF_8);
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("openapi", "/openapi.json", "FetchOpenApi")
                .open(Access.ANYONE)
                .by(x -> Answer.json(200, document)));
    }

    /// The 2010 API is published with its suffix.
    private static String published(Endpoint endpoint) {
        return endpoint.template().startsWith("/2010-04-01") ? endpoint.template() + ".json" : endpoint.template();
    }

    private static ObjectNode operation(Endpoint endpoint, Map<String, Representation<?>> shapes) {
        ObjectNode operation = Json.MAPPER.createObjectNode();
        operation.put("operationId", endpoint.name());
        operation.putArray("tags").add(endpoint.product());
        ArrayNode parameters = operation.putArray("parameters");
        Matcher variables = VARIABLE.matcher(endpoint.template());
        while (variables.find()) {
            parameters
                    .addObject()
                    .put("name", variables.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        if (endpoint.method().equals("POST")) {
            body(operation, endpoint.parameters());
        } else {
            for (Parameter<?> parameter : endpoint.parameters()) {
                ObjectNode one =
                        parameters.addObject().put("name", parameter.name()).put("in", "query");
                one.set("schema", Json.MAPPER.valueToTree(parameter.schema()));
            }
        }
        ObjectNode success = operation.putObject("responses").putObject(Integer.toString(endpoint.success()));
        success.put("description", endpoint.success() == 204 ? "Done" : "The resource");
        answer(success, endpoint.answers(), endpoint.listKey(), shapes);
        if (endpoint.access() != Access.ANYONE) {
            operation.putArray("security").addObject().putArray("account");
        }
        return operation;
    }

    private static void body(ObjectNode operation, List<Parameter<?>> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        ObjectNode schema = operation
                .putObject("requestBody")
                .putObject("content")
                .putObject(FORM)
                .putObject("schema");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        for (Parameter<?> parameter : parameters) {
            properties.set(parameter.name(), Json.MAPPER.valueToTree(parameter.schema()));
            if (parameter.isRequired()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static void answer(
            ObjectNode success,
            @Nullable Representation<?> shape,
            @Nullable String listKey,
            Map<String, Representation<?>> shapes) {
        if (shape == null) {
            return;
        }
        shapes.putIfAbsent(shape.name(), shape);
        ObjectNode schema =
                success.putObject("content").putObject("application/json").putObject("schema");
        if (listKey == null) {
            schema.put("$ref", "#/components/schemas/" + shape.name());
            return;
        }
        schema.put("type", "object");
        schema.putObject("properties")
                .putObject(listKey)
                .put("type", "array")
                .putObject("items")
                .put("$ref", "#/components/schemas/" + shape.name());
    }
}
