package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules about variables that cannot have a value.
final class VariableRules {

    private static final Set<String> KINDS = Set.of("call", "message", "conversation", "request", "parent");

    private final JsonNode flow;
    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    VariableRules(JsonNode flow, Problems problems) {
        this.flow = flow;
        this.problems = problems;
        flow.path("states").forEach(state -> names.add(state.path("name").asText("")));
    }

    void check() {
        for (var use : TemplateUses.in(flow)) {
            for (var path : use.references()) {
                if (path.size() > 1) {
                    check(use, path);
                }
            }
        }
    }

    private void check(TemplateUses use, List<String> path) {
        var place = "'" + use.state() + "'." + use.label();
        switch (path.getFirst()) {
            case "widgets" -> {
                if (!names.contains(path.get(1))) {
                    problems.warning(
                            21,
                            use.path(),
                            place + " uses widgets." + path.get(1) + ", but there is no widget of that name"
                                    + Closest.hint(path.get(1), names),
                            "Use the name of an existing widget");
                }
            }
            case "trigger" -> {
                if (!KINDS.contains(path.get(1))) {
                    problems.warning(
                            22,
                            use.path(),
                            place + ": trigger." + path.get(1) + " does not exist; use trigger.call." + path.get(1),
                            "Name the kind of trigger: call, message, request or parent");
                }
            }
            case "flow" -> {
                if (path.get(1).equals("sid")) {
                    problems.warning(
                            22,
                            use.path(),
                            place + ": flow.sid is the execution SID; use flow.flow_sid for the flow",
                            "Keep it when the execution is meant");
                }
            }
            default -> {}
        }
    }
}
