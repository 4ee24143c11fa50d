package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the typed definition from the JSON tree. Tolerant: what is broken has been reported, the rest still makes sense.
final class Model {

    private Model() {}

    static FlowDefinition of(JsonNode flow, String json) {
        var states = new ArrayList<State>();
        for (var state : flow.path("states")) {
            if (state.isObject()) {
                states.add(state(state));
            }
        }
        var concurrent = flow.path("flags").path("allow_concurrent_calls");
        return new FlowDefinition(
                flow.path("description").asText(""),
                flow.path("initial_state").asText(""),
                concurrent.isMissingNode() || concurrent.asBoolean(true),
                states,
                json);
    }

    private static State state(JsonNode state) {
        var type = state.path("type").asText("");
        var widget = Catalogue.type(type)
                .map(known -> Widgets.of(known, state.path("properties")))
                .orElseGet(() -> new Widget.Unsupported(type));
        var transitions = new ArrayList<Transition>();
        for (var transition : state.path("transitions")) {
            transitions.add(new Transition(
                    transition.path("event").asText(""), next(transition), conditions(transition.path("conditions"))));
        }
        return new State(state.path("name").asText(""), type, widget, transitions);
    }

    static @Nullable String next(JsonNode transition) {
        var next = transition.path("next");
        return next.isTextual() && !next.asText().isEmpty() ? next.asText() : null;
    }

    private static List<Condition> conditions(JsonNode list) {
        var conditions = new ArrayList<Condition>();
        for (var condition : list) {
            var arguments = new ArrayList<String>();
            condition.path("arguments").forEach(argument -> arguments.add(argument.asText()));
            conditions.add(new Condition(
                    condition.path("friendly_name").asText(""),
                    arguments,
                    condition.path("type").asText(""),
                    condition.path("value").asText("")));
        }
        return conditions;
    }
}
