package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Errors;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Values;
import org.cordboard.routing.sid.AccountSid;

/// Requests of the older browser client (11.4): a REST request wrapped in JSON, allowed by the token's policies.
/// The client takes only status 200 for success, and shows the reason phrase of anything else.
final class CapabilityRequests {
    private final Tokens tokens;
    private final Dispatcher rest;
    private final Channels channels;

    CapabilityRequests(Tokens tokens, Dispatcher rest, Channels channels) {
        this.tokens = tokens;
        this.rest = rest;
        this.channels = channels;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("event-bridge", BridgeSockets.PATH + "/{BridgeAccountSid}/{Channel}", "BridgeRequestV1")
                        .open(Access.ANYONE)
                        .by(this::answer));
    }

    private Answer answer(Exchange x) {
        try {
            return request(x, BridgeRequest.read(x.request()));
        } catch (Problem problem) {
            return Errors.answer(problem).withReason(problem.message());
        }
    }

    private Answer request(Exchange x, BridgeRequest asked) {
        AccountSid account = x.sid("BridgeAccountSid", AccountSid::valid, AccountSid::new);
        Tokens.Capability token = tokens.capability(asked.token(), account);
        String bridge = Policy.pathOf(x.request().path());
        String path = Policy.pathOf(asked.url());
        String method = asked.method().toUpperCase(Locale.ROOT);
        Values values = asked.values();
        if (!token.channel().equalsIgnoreCase(x.path("Channel"))
                || !Policy.allows(token.policies(), "POST", bridge, Map.of())
                || !Policy.allows(token.policies(), method, path, values.asMap())) {
            throw new Problem(ErrorCode.FORBIDDEN, "The token's policies do not allow " + method + " " + path);
        }
        Request inner = new Request(
                method,
                path,
                "",
                x.request().headers(),
                new byte[0],
                x.request().remote(),
                x.place().base());
        try (var _ = channels.hold(token.channel())) {
            return wrapped(asked, rest.runAs(token.caller(), inner, values));
        }
    }

    private static Answer wrapped(BridgeRequest asked, Answer inner) {
        try {
            JsonNode body = inner.body().length == 0 ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(inner.body());
            if (inner.status() >= 400) {
                return inner.withReason(body.path("message").asText("refused"));
            }
            ObjectNode answer = Json.MAPPER.createObjectNode();
            if (asked.eventType() != null) {
                answer.put("event_type", asked.eventType());
            }
            answer.set("payload", body);
            Answer done = Answer.json(200, answer.toString());
            String etag = inner.headers().get("ETag");
            return etag == null ? done : done.with("ETag", etag);
        } catch (IOException bug) {
            throw new IllegalStateException("an endpoint answered with something that is not JSON", bug);
        }
    }
}
