package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Values;
import org.jspecify.annotations.Nullable;

/// Requests of the newer browser client (11.2). The change itself is made by the REST endpoint of the same path; the
/// answer is the resource as browsers see it.
final class AccessRequests {
    private final Tokens tokens;
    private final Dispatcher rest;
    private final Payloads payloads;
    private final WorkerActions actions;
    private final Channels channels;

    AccessRequests(Tokens tokens, Dispatcher rest, Payloads payloads, WorkerActions actions, Channels channels) {
        this.tokens = tokens;
        this.rest = rest;
        this.payloads = payloads;
        this.actions = actions;
        this.channels = channels;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post("event-bridge", BridgeSockets.PATH, "BridgeRequestV2")
                .open(Access.ANYONE)
                .by(this::answer));
    }

    private Answer answer(Exchange x) {
        BridgeRequest asked = BridgeRequest.read(x.request());
        Tokens.Grant grant = tokens.grant(asked.token());
        BridgePath path = BridgePath.read(asked.url(), grant);
        String method = asked.method().toUpperCase(Locale.ROOT);
        Roles.check(grant, path, method, asked.values(), payloads);
        if (!method.equals("POST") || grant.worker() == null) {
            return perform(x, asked, grant, path, method);
        }
        try (var _ = channels.hold(grant.worker().value())) {
            return perform(x, asked, grant, path, method);
        }
    }

    private Answer perform(Exchange x, BridgeRequest asked, Tokens.Grant grant, BridgePath path, String method) {
        JsonNode special = method.equals("POST") ? actions.perform(grant, path, asked.values(), x.place()) : null;
        return special == null ? byRest(x, grant, path, method, respelled(asked.values())) : payload(special);
    }

    private Answer byRest(Exchange x, Tokens.Grant grant, BridgePath path, String method, Values values) {
        Request inner = new Request(
                method,
                path.rest(),
                "",
                x.request().headers(),
                new byte[0],
                x.request().remote(),
                x.place().base());
        Answer answer = rest.runAs(grant.caller(), inner, values);
        if (answer.status() >= 400) {
            return answer;
        }
        JsonNode body = json(answer);
        JsonNode meta = body.path("meta");
        JsonNode shown = meta.isObject() ? listed(body, meta, grant, x) : payloads.of(body, grant, x.place());
        return payload(method.equals("POST") ? withoutTransfers(shown) : shown);
    }

    /// The client takes the task of a reservation's change from the event, not from this answer, and fails on a
    /// transfer that has no task to belong to.
    private static @Nullable JsonNode withoutTransfers(@Nullable JsonNode changed) {
        return changed instanceof ObjectNode object
                ? object.without(List.of("task_transfer", "active_outgoing_task_transfer"))
                : changed;
    }

    private ObjectNode listed(JsonNode body, JsonNode meta, Tokens.Grant grant, Exchange x) {
        ArrayNode contents = Json.MAPPER.createArrayNode();
        String last = null;
        for (JsonNode row : body.path(meta.path("key").asText())) {
            JsonNode shown = payloads.of(row, grant, x.place());
            if (shown != null) {
                contents.add(shown);
                last = row.path("sid").asText();
            }
        }
        String next = token(meta.path("next_page_url").asText(""));
        ObjectNode list = Json.MAPPER.createObjectNode().put("total", contents.size());
        list.set("contents", contents);
        list.put("after_sid", next == null ? null : last);
        list.set("meta", Json.MAPPER.createObjectNode().put("next_token", next));
        return list;
    }

    private static @Nullable String token(String nextPage) {
        int query = nextPage.indexOf('?');
        return query < 0
                ? null
                : Values.ofForm(nextPage.substring(query + 1), 200).first("PageToken");
    }

    /// The client's names for what REST calls otherwise.
    private static Values respelled(Values values) {
        Map<String, List<String>> all = new LinkedHashMap<>(values.asMap());
        rename(all, "TaskChannelUniqueName", "TaskChannel");
        rename(all, "TaskChannelSid", "TaskChannel");
        rename(all, "NextToken", "PageToken");
        if (List.of("true").equals(all.remove("Active"))) {
            all.put("ReservationStatus", new ArrayList<>(List.of("pending", "accepted", "wrapping")));
        }
        if (all.containsKey("PageToken")) {
            all.remove("AfterSid");
        }
        return Values.of(all);
    }

    private static void rename(Map<String, List<String>> all, String from, String to) {
        List<String> value = all.remove(from);
        if (value != null) {
            all.putIfAbsent(to, value);
        }
    }

    private static JsonNode json(Answer answer) {
        try {
            return answer.body().length == 0 ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(answer.body());
        } catch (IOException bug) {
            throw new IllegalStateException("an endpoint answered with something that is not JSON", bug);
        }
    }

    private static Answer payload(@Nullable JsonNode payload) {
        if (payload == null) {
            throw Problem.notFound("of this request");
        }
        return Answer.json(
                200,
                Json.MAPPER
                        .createObjectNode()
                        .<ObjectNode>set("payload", payload)
                        .toString());
    }
}
