package org.cordboard.api.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Percent;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.RequestBody;
import org.cordboard.api.http.Values;
import org.jspecify.annotations.Nullable;

/// What a browser asks by POST. The body is JSON whatever its Content-Type claims; the clients lie about it.
///
/// @param values parameters, those of the query in `url` included
record BridgeRequest(
        String url,
        String method,
        @Nullable String eventType,
        @Nullable String token,
        Values values) {

    static BridgeRequest read(Request request) {
        JsonNode body = json(request.bodyText());
        if (!body.isObject()) {
            throw Problem.badRequest("The body must be a JSON object with url, method, params and token");
        }
        String url = body.path("url").asText("");
        if (url.isEmpty()) {
            throw Problem.badRequest("The body must name the url it asks for");
        }
        JsonNode params = body.path("params");
        int question = url.indexOf('?');
        Values query = question < 0 ? Values.none() : Values.ofForm(url.substring(question + 1), 200);
        return new BridgeRequest(
                question < 0 ? url : url.substring(0, question),
                body.path("method").asText("GET"),
                body.hasNonNull("event_type") ? body.path("event_type").asText() : null,
                body.hasNonNull("token") ? body.path("token").asText() : null,
                (params.isObject() ? RequestBody.flatten(params) : Values.none()).or(query));
    }

    /// Some clients URL-encode the JSON because they announce a form.
    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.startsWith("%7B") ? Percent.decode(text, true) : text);
        } catch (JsonProcessingException malformed) {
            throw Problem.badRequest("The body is not valid JSON: " + Json.position(malformed));
        }
    }
}
