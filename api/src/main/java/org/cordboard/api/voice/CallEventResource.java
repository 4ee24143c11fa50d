package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.ports.Interaction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.routing.entity.Call;

/// What was asked and answered over HTTP about one call (2.8), oldest first: what made it, and every webhook.
final class CallEventResource {
    private record Row(int number, Interaction interaction) {}

    private static final Representation<Row> SHAPE = Representation.<Row>named("event")
            .json("request", (r, at) -> request(r.interaction()))
            .json("response", (r, at) -> response(r.interaction()))
            .build();

    private final Records records;
    private final Interactions interactions;

    CallEventResource(Records records, Interactions interactions) {
        this.records = records;
        this.interactions = interactions;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("api", ACCOUNT + "/Calls/{CallSid}/Events", "ListCallEvent")
                .takes(Paging.with())
                .lists("events", SHAPE)
                .by(this::list));
    }

    private Answer list(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        List<Row> rows = new ArrayList<>();
        for (Interaction interaction : interactions.of(call.sid(), call.dateCreated())) {
            rows.add(new Row(rows.size(), interaction));
        }
        return Paging.v2010(x, "events", SHAPE, rows, Order.<Row>bySid(r -> "%06d".formatted(r.number())));
    }

    private static JsonNode request(Interaction interaction) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("method", interaction.method());
        request.put("url", interaction.url());
        ObjectNode parameters = request.putObject("parameters");
        interaction.parameters().forEach((name, value) -> parameters.put(Settings.snake(name), value));
        return request;
    }

    private static JsonNode response(Interaction interaction) {
        ObjectNode response = Json.MAPPER.createObjectNode();
        response.put("response_code", interaction.status());
        response.put("request_duration", interaction.took().toMillis());
        response.put("content_type", interaction.contentType());
        response.put("response_body", interaction.body());
        response.put("date_created", Dates.rfc2822(interaction.at()));
        return response;
    }
}
