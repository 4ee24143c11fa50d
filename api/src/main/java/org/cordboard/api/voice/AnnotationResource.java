package org.cordboard.api.voice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Setting;
import org.jspecify.annotations.Nullable;

/// What people noted about a call: how good it was, whether it was spam (15.8). The thousand newest notes of an account
/// are kept; older ones make way.
final class AnnotationResource {
    private static final String KIND = "call-annotation";
    private static final int MAX = 1_000;
    private static final String PATH = "/v1/Voice/{CallSid}/Annotation";
    private static final List<String> QUALITIES = List.of(
            "no_quality_issue", "low_volume", "choppy_robotic", "echo", "dtmf", "latency", "owa", "static_noise");
    private static final Parameter<String> ANSWERED_BY =
            Parameter.word("AnsweredBy", "unknown_answered_by", "human", "machine");
    private static final Parameter<String> CONNECTIVITY = Parameter.word(
            "ConnectivityIssue",
            "unknown_connectivity_issue",
            "no_connectivity_issue",
            "invalid_number",
            "caller_id",
            "dropped_call",
            "number_reachability");
    private static final Parameter<String> QUALITY = Parameter.text("QualityIssues", 256);
    private static final Parameter<Boolean> SPAM = Parameter.flag("Spam");
    private static final Parameter<Integer> SCORE = Parameter.integer("CallScore", 1, 5);
    private static final Parameter<String> COMMENT = Parameter.text("Comment", 100);
    private static final Parameter<String> INCIDENT = Parameter.text("Incident", 100);

    /// A call and what was noted about it, nothing at first.
    private record Noted(Call call, Map<String, String> notes) {
        @Nullable
        String note(String name) {
            return notes.get(name);
        }
    }

    private static final Representation<Noted> SHAPE = Representation.<Noted>named("call_annotation")
            .text("call_sid", (n, at) -> n.call().sid().value())
            .text("account_sid", (n, at) -> n.call().account().value())
            .text("answered_by", (n, at) -> n.note("answered_by"))
            .text("connectivity_issue", (n, at) -> n.note("connectivity_issue"))
            .texts("quality_issues", (n, at) -> qualities(n.note("quality_issues")))
            .flag("spam", (n, at) -> n.note("spam") == null ? null : Boolean.valueOf(n.note("spam")))
            .integer("call_score", (n, at) -> n.note("call_score") == null ? null : Integer.valueOf(n.note("call_score")))
            .text("comment", (n, at) -> n.note("comment"))
            .text("incident", (n, at) -> n.note("incident"))
            .text("url", (n, at) -> url(at, n.call()))
            .build();

    private final Records records;

    AnnotationResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("insights", PATH, "FetchAnnotation")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, noted(call(x)))),
                Endpoint.post("insights", PATH, "UpdateAnnotation")
                        .takes(ANSWERED_BY, CONNECTIVITY, QUALITY, SPAM, SCORE, COMMENT, INCIDENT)
                        .answers(SHAPE)
                        .by(this::update));
    }

    /// The notes as the summary of a call shows them; null when there are none.
    @Nullable
    JsonNode shown(Call call) {
        Map<String, String> notes = noted(call).notes();
        if (notes.isEmpty()) {
            return null;
        }
        ObjectNode shown = Json.MAPPER.createObjectNode();
        notes.forEach(shown::put);
        return shown;
    }

    private Call call(Exchange x) {
        return records.need(x, Call.class, x.path("CallSid"), Call::account);
    }

    private Noted noted(Call call) {
        Setting kept = records.find(Setting.class, KIND + "." + call.sid());
        return new Noted(call, kept == null ? Map.of() : Document.of(kept).fields());
    }

    private Answer update(Exchange x) {
        Call call = call(x);
        Map<String, String> notes = new LinkedHashMap<>(noted(call).notes());
        put(notes, "answered_by", x.get(ANSWERED_BY));
        put(notes, "connectivity_issue", x.get(CONNECTIVITY));
        String quality = x.get(QUALITY);
        if (quality != null && !QUALITIES.containsAll(qualities(quality))) {
            throw Problem.badRequest("QualityIssues must be some of " + String.join(", ", QUALITIES));
        }
        put(notes, "quality_issues", quality);
        put(notes, "spam", x.get(SPAM));
        put(notes, "call_score", x.get(SCORE));
        put(notes, "comment", x.get(COMMENT));
        put(notes, "incident", x.get(INCIDENT));
        makeRoom(x, call);
        var now = x.place().now();
        records.put(x, new Document(KIND, call.sid().value(), call.account(), notes, now, now).kept());
        return x.ok(SHAPE, new Noted(call, notes));
    }

    private static void put(Map<String, String> notes, String name, @Nullable Object value) {
        if (value != null) {
            notes.put(name, value.toString());
        }
    }

    private void makeRoom(Exchange x, Call call) {
        List<Document> others = records.all(Setting.class, s -> s.name().startsWith(KIND + ".")).stream()
                .map(Document::of)
                .filter(d -> d.account().equals(call.account()) && !d.sid().equals(call.sid().value()))
                .sorted(Comparator.comparing(Document::dateUpdated))
                .toList();
        if (others.size() >= MAX) {
            records.remove(x, List.of(others.getFirst().kept()));
        }
    }

    private static List<String> qualities(@Nullable String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    private static String url(Place at, Call call) {
        return at.base() + "/v1/Voice/" + call.sid() + "/Annotation";
    }
}
