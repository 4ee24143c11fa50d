package org.cordboard.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The published error body, with the answer that carries it.
public final class Errors {
    private Errors() {}

    public static Answer answer(Problem problem) {
        ErrorCode code = problem.code();
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("code", code.number());
        body.put("message", problem.message());
        body.put("more_info", "https://www.twilio.com/docs/errors/" + code.number());
        body.put("status", code.status());
        String details = problem.details();
        if (details != null) {
            try {
                body.set("details", Json.MAPPER.readTree(details));
            } catch (JsonProcessingException bug) {
                throw new IllegalStateException("details of a problem are not JSON", bug);
            }
        }
        Answer answer = Answer.json(code.status(), body.toString());
        return code == ErrorCode.NOT_AUTHENTICATED
                ? answer.with("WWW-Authenticate", "Basic realm=\"Twilio API\"")
                : answer;
    }
}
