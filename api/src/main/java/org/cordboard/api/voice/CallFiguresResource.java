package org.cordboard.api.voice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.ports.Calls;
import org.cordboard.routing.entity.Call;
import org.jspecify.annotations.Nullable;

/// Events and metrics of a call (15.8), from its record and from what the audio doctor counted. The doctor keeps totals,
/// not samples: each direction has one row, of now while the call lasts and of its end afterwards.
final class CallFiguresResource {
    private static final String CALL = "/v1/Voice/{CallSid}";
    private static final List<String> EDGES = List.of("carrier_edge", "sip_edge", "sdk_edge", "client_edge");
    private static final Parameter<String> EDGE = Parameter.word(
            "Edge", "unknown_edge", "carrier_edge", "sip_edge", "sdk_edge", "client_edge");
    private static final Parameter<String> DIRECTION =
            Parameter.word("Direction", "unknown", "inbound", "outbound", "both");

    /// One event or sample, seen at the edge that a call came through.
    ///
    /// @param what name of an event, direction of a metric
    private record Row(Call call, int number, Instant at, String edge, String what, String level, JsonNode details) {
        @Nullable
        JsonNode seenAt(String wanted) {
            return edge.equals(wanted) ? details : null;
        }
    }

    private static final Representation<Row> EVENT = edges(head("insights_event")
                    .text("group", (r, at) -> r.level().equals("INFO") ? "call" : "audio")
                    .text("level", (r, at) -> r.level())
                    .text("name", (r, at) -> r.what()))
            .build();

    private static final Representation<Row> METRIC =
            edges(head("insights_metric").text("direction", (r, at) -> r.what())).build();

    private static final Order<Row> ORDER = Order.bySid(r -> "%06d".formatted(r.number()));

    private static Representation.Builder<Row> head(String name) {
        return Representation.<Row>named(name)
                .text("timestamp", (r, at) -> Dates.iso(r.at()))
                .text("call_sid", (r, at) -> r.call().sid().value())
                .text("account_sid", (r, at) -> r.call().account().value())
                .text("edge", (r, at) -> r.edge());
    }

    private static Representation.Builder<Row> edges(Representation.Builder<Row> builder) {
        for (String edge : EDGES) {
            builder.json(edge, (r, at) -> r.seenAt(edge));
        }
        return builder;
    }

    private final Records records;
    private final Calls calls;

    CallFiguresResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("insights", CALL + "/Events", "ListEvent")
                        .takes(Paging.with(EDGE))
                        .lists("events", EVENT)
                        .by(x -> list(x, "events", EVENT, events(call(x)))),
                Endpoint.get("insights", CALL + "/Metrics", "ListMetric")
                        .takes(Paging.with(EDGE, DIRECTION))
                        .lists("metrics", METRIC)
                        .by(this::metrics));
    }

    private static Answer list(Exchange x, String key, Representation<Row> shape, List<Row> all) {
        String edge = x.get(EDGE);
        return Paging.v1(
                x, key, shape, all.stream().filter(r -> edge == null || r.edge().equals(edge)).toList(), ORDER);
    }

    private Call call(Exchange x) {
        return records.need(x, Call.class, x.path("CallSid"), Call::account);
    }

    private Answer metrics(Exchange x) {
        String direction = x.get(DIRECTION);
        List<Row> rows = metrics(call(x)).stream()
                .filter(r -> direction == null || direction.equals("both") || r.what().equals(direction))
                .toList();
        return list(x, "metrics", METRIC, rows);
    }

    private List<Row> metrics(Call call) {
        JsonNode audio = audio(call);
        List<Row> rows = new ArrayList<>();
        for (String direction : List.of("inbound", "outbound")) {
            if (audio.path(direction).isObject()) {
                ObjectNode details = Json.MAPPER.createObjectNode();
                details.put("codec_name", audio.path("codec").textValue());
                details.set("cumulative", audio.path(direction));
                details.set("properties", audio.path("addresses"));
                Instant at = Instant.parse(audio.path("measured_at").asText(call.dateUpdated().toString()));
                rows.add(new Row(call, rows.size(), at, edge(call, audio), direction, "INFO", details));
            }
        }
        return rows;
    }

    private List<Row> events(Call call) {
        JsonNode audio = audio(call);
        String edge = edge(call, audio);
        List<Row> rows = new ArrayList<>();
        add(rows, call, edge, call.startTime(), "initiated");
        add(rows, call, edge, call.answerTime(), "answered");
        JsonNode worst = audio.path("worst");
        if (worst.isObject()) {
            ObjectNode details = Json.MAPPER.createObjectNode();
            details.put("diagnosis", worst.path("diagnosis").asText());
            Instant at = Instant.parse(worst.path("at").asText());
            rows.add(new Row(call, rows.size(), at, edge, worst.path("cause").asText(), "WARNING", details));
        }
        add(rows, call, edge, call.endTime(), call.status().wire());
        return rows;
    }

    private static void add(List<Row> rows, Call call, String edge, @Nullable Instant at, String name) {
        if (at != null) {
            ObjectNode details = Json.MAPPER.createObjectNode();
            details.put("last_sip_response_num", call.sipResponseCode());
            rows.add(new Row(call, rows.size(), at, edge, name, "INFO", details));
        }
    }

    /// As it is now, or as it was at the end; an object without fields when there never was any audio.
    private JsonNode audio(Call call) {
        String live = call.status().isFinal() ? null : calls.audio(call);
        String report = live == null ? call.details().get(Calls.AUDIO_DETAIL) : live;
        return report == null ? Json.MAPPER.createObjectNode() : AudioResource.read(report);
    }

    private static String edge(Call call, JsonNode audio) {
        boolean page = audio.path("transport").asText().equals("webrtc")
                || (call.direction().equals("inbound") ? call.from() : call.to()).startsWith("client:");
        return page ? "client_edge" : "sip_edge";
    }
}
