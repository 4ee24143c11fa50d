package org.cordboard.api.voice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.ports.Calls;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// Summaries of calls, made of our own call records (15.8).
final class InsightsResource {
    private static final String VOICE = "/v1/Voice";
    private static final Parameter<String> FROM = Parameter.text("From");
    private static final Parameter<String> TO = Parameter.text("To");
    private static final Parameter<String> CALL_STATE = Parameter.text("CallState", 32);

    private static final Representation<Call> LINKS = Representation.<Call>named("insights_call")
            .text("sid", (c, at) -> c.sid().value())
            .text("url", (c, at) -> url(at, c))
            .links("links", (c, at) -> links(url(at, c)))
            .build();

    private static final Representation<AccountSid> SETTINGS = Representation.<AccountSid>named("insights_settings")
            .text("account_sid", (a, at) -> a.value())
            .flag("advanced_features", (a, at) -> true)
            .flag("voice_trace", (a, at) -> false)
            .text("url", (a, at) -> at.base() + VOICE + "/Settings")
            .build();

    private static Representation<Call> summary(AnnotationResource annotations) {
        return Representation.<Call>named("call_summary")
                .text("account_sid", (c, at) -> c.account().value())
                .text("call_sid", (c, at) -> c.sid().value())
                .text("call_type", (c, at) -> type(c))
                .text("call_state", (c, at) -> state(c))
                .text("answered_by", (c, at) -> c.answeredBy())
                .text("processing_state", (c, at) -> c.status().isFinal() ? "complete" : "partial")
                .iso("created_time", (c, at) -> c.dateCreated())
                .iso("start_time", (c, at) -> c.startTime())
                .iso("end_time", (c, at) -> c.endTime())
                .integer("duration", (c, at) -> seconds(c.startTime(), c.endTime()))
                .integer("connect_duration", (c, at) -> seconds(c.answerTime(), c.endTime()))
                .json("from", (c, at) -> party(c.from()))
                .json("to", (c, at) -> party(c.to()))
                .json("carrier_edge", (c, at) -> edge(c, "sip"))
                .json("client_edge", (c, at) -> edge(c, "webrtc"))
                .json("sdk_edge", (c, at) -> null)
                .json("sip_edge", (c, at) -> edge(c, "sip"))
                .texts("tags", (c, at) -> tags(c))
                .text("url", (c, at) -> url(at, c) + "/Summary")
                .json("attributes", (c, at) -> null)
                .json("properties", (c, at) -> properties(c))
                .json("trust", (c, at) -> null)
                .json("annotation", (c, at) -> annotations.shown(c))
                .build();
    }

    private final Records records;
    private final Representation<Call> summary;

    InsightsResource(Records records, AnnotationResource annotations) {
        this.records = records;
        this.summary = summary(annotations);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("insights", VOICE + "/Settings", "FetchAccountSettings")
                        .answers(SETTINGS)
                        .by(x -> x.ok(SETTINGS, x.account().sid())),
                Endpoint.get("insights", VOICE + "/Summaries", "ListCallSummaries")
                        .takes(Paging.with(FROM, TO, CALL_STATE))
                        .lists("call_summaries", summary)
                        .by(this::list),
                Endpoint.get("insights", VOICE + "/{Sid}", "FetchCall")
                        .answers(LINKS)
                        .by(x -> x.ok(LINKS, call(x, "Sid"))),
                Endpoint.get("insights", VOICE + "/{CallSid}/Summary", "FetchSummary")
                        .answers(summary)
                        .by(x -> x.ok(summary, call(x, "CallSid"))));
    }

    private Call call(Exchange x, String variable) {
        return records.need(x, Call.class, x.path(variable), Call::account);
    }

    private Answer list(Exchange x) {
        String from = x.get(FROM);
        String to = x.get(TO);
        String state = x.get(CALL_STATE);
        Order<Call> order = Order.newestFirst(Call::dateCreated, c -> c.sid().value());
        List<Call> all = records.listed(
                x,
                RecordArchive.Query.of(Call.class, x.account().sid()).sender(from).receiver(to),
                c -> c.account().equals(x.account().sid())
                        && (from == null || c.from().equals(from))
                        && (to == null || c.to().equals(to))
                        && (state == null || state(c).equals(state)),
                order);
        return Paging.v1(x, "call_summaries", summary, all, order);
    }

    private static String state(Call call) {
        CallStatus status = call.status();
        return switch (status) {
            case NO_ANSWER -> "noanswer";
            case IN_PROGRESS -> "answered";
            case QUEUED -> "undialed";
            case RINGING, COMPLETED, BUSY, FAILED, CANCELED -> status.wire();
        };
    }

    private static String type(Call call) {
        String other = call.direction().equals("inbound") ? call.from() : call.to();
        if (other.startsWith("client:")) {
            return "client";
        }
        return other.toLowerCase(Locale.ROOT).startsWith("sip") ? "sip" : "carrier";
    }

    private static @Nullable Long seconds(@Nullable Instant from, @Nullable Instant to) {
        return to == null
                ? null
                : from == null ? 0L : Math.max(0, Duration.between(from, to).toSeconds());
    }

    private static JsonNode party(String address) {
        return Json.MAPPER.createObjectNode().put("caller", address).put("number_prefix", Numbers.prefix(address));
    }

    /// The figures of the way by which the audio came, or null where it came by another.
    private static @Nullable JsonNode edge(Call call, String transport) {
        String report = call.details().get(Calls.AUDIO_DETAIL);
        if (report == null) {
            return null;
        }
        JsonNode audio = AudioResource.read(report);
        if (!audio.path("transport").asText().equals(transport)) {
            return null;
        }
        ObjectNode edge = Json.MAPPER.createObjectNode();
        ObjectNode metrics = edge.putObject("metrics");
        metrics.set("inbound", audio.path("inbound"));
        metrics.set("outbound", audio.path("outbound"));
        edge.set("properties", audio.path("addresses"));
        return edge;
    }

    private static List<String> tags(Call call) {
        String report = call.details().get(Calls.AUDIO_DETAIL);
        if (report == null) {
            return List.of();
        }
        return switch (AudioResource.read(report).path("worst").path("cause").asText()) {
            case "ONLY_SILENCE" -> List.of("silent");
            case "HEAVY_LOSS" -> List.of("high_packet_loss");
            case "ICE_FAILED", "DTLS_FAILED" -> List.of("ice_failure");
            default -> List.of();
        };
    }

    private static JsonNode properties(Call call) {
        ObjectNode properties = Json.MAPPER.createObjectNode();
        properties.put("direction", call.direction());
        properties.put("last_sip_response_num", call.sipResponseCode());
        properties.put("queue_time", call.details().getOrDefault("queue_time", "0"));
        Instant answered = call.answerTime();
        properties.put("answer_time", answered == null ? null : Dates.iso(answered));
        return properties;
    }

    private static String url(Place at, Call call) {
        return at.base() + VOICE + "/" + call.sid();
    }

    private static Map<String, @Nullable String> links(String call) {
        Map<String, @Nullable String> links = new LinkedHashMap<>();
        for (String one : List.of("events", "metrics", "summary", "annotation")) {
            links.put(one, call + "/" + Character.toUpperCase(one.charAt(0)) + one.substring(1));
        }
        return links;
    }
}
