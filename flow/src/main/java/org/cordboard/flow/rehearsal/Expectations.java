package org.cordboard.flow.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cordboard.flow.Action;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Step;
import org.cordboard.flow.Turn;
import org.jspecify.annotations.Nullable;

/// Compares what a test expects with what was. Lists must be equal; objects need only hold what is named.
final class Expectations {

    /// `steps` events in order; `path` widgets in order, with where it ended or waits; `hears` sentences and addresses the
    /// caller heard; `task` and `requests` what was ordered; `variables` by dotted name; `returns` of a sub-flow; `ends` the
    /// reason; `waits` the widget; `warnings` codes; `calls` numbers dialled.
    static final Set<String> KEYS = Set.of(
            "steps", "path", "hears", "task", "requests", "variables", "returns", "ends", "waits", "warnings", "calls");

    private static final JsonMapper JSON = new JsonMapper();

    record Facts(Execution execution, List<Action> actions, List<Turn.Warning> warnings, boolean asSubflow) {}

    private Expectations() {}

    static List<String> check(JsonNode expect, Facts facts) {
        var mismatches = new ArrayList<String>();
        expect.properties().forEach(entry -> {
            var actual = actual(entry.getKey(), entry.getValue(), facts);
            if (!holds(entry.getValue(), actual)) {
                mismatches.add(entry.getKey() + ": expected " + entry.getValue() + ", but was " + actual);
            }
        });
        return mismatches;
    }

    private static JsonNode actual(String key, JsonNode wanted, Facts facts) {
        var execution = facts.execution();
        return switch (key) {
            case "steps" -> list(steps(facts).map(Step::name).toList());
            case "path" -> path(facts);
            case "hears" -> list(facts.actions().stream().flatMap(action -> heard(action).stream()).toList());
            case "calls" -> list(facts.actions().stream().flatMap(action -> dialled(action).stream()).toList());
            case "task" -> task(facts.actions());
            case "requests" -> requests(facts.actions());
            case "variables" -> variables(wanted, execution.context());
            case "returns" -> JSON.valueToTree(at(execution.context(), "widgets.subflow"));
            case "ends" -> JSON.valueToTree(execution.endReason() == null ? null : execution.endReason().name());
            case "waits" -> JSON.valueToTree(execution.currentWidget().orElse(null));
            default ->
                list(facts.warnings().stream().map(Turn.Warning::code).filter(code -> code != 0).toList());
        };
    }

    private static Stream<Step> steps(Facts facts) {
        return facts.execution().steps().stream()
                .filter(step -> !facts.asSubflow() || step.parentStepSid() != null);
    }

    private static ArrayNode path(Facts facts) {
        var path = JSON.createArrayNode();
        var steps = steps(facts).toList();
        steps.forEach(step -> path.add(step.from()));
        if (!steps.isEmpty()) {
            path.add(steps.getLast().to());
        }
        return path;
    }

    private static List<String> heard(Action action) {
        return switch (action) {
            case Action.Say say -> List.of(say.text());
            case Action.Play play -> List.of(play.url());
            case Action.Gather gather -> gather.prompt() == null ? List.of() : heard(gather.prompt());
            default -> List.of();
        };
    }

    private static List<String> dialled(Action action) {
        return switch (action) {
            case Action.Dial dial -> dial.targets();
            case Action.MakeCall call -> List.of(call.to());
            default -> List.of();
        };
    }

    private static JsonNode task(List<Action> actions) {
        for (var action : actions.reversed()) {
            if (action instanceof Action.Enqueue enqueue) {
                var task = JSON.createObjectNode();
                task.put("workflow", enqueue.workflowSid());
                task.put("queue", enqueue.queueName());
                task.put("channel", enqueue.taskChannel());
                task.put("priority", enqueue.priority());
                task.put("wait_url", enqueue.waitUrl());
                var life = enqueue.timeout();
                if (life != null) {
                    task.put("timeout", life.toSeconds());
                }
                task.set("attributes", parsed(enqueue.attributes()));
                return task;
            }
        }
        return JSON.nullNode();
    }

    private static ArrayNode requests(List<Action> actions) {
        var requests = JSON.createArrayNode();
        for (var action : actions) {
            switch (action) {
                case Action.HttpRequest request ->
                    requests.addObject()
                            .put("method", request.method())
                            .put("url", request.url())
                            .put("content_type", request.contentType())
                            .set("body", parsed(request.body()));
                case Action.RunFunction function ->
                    requests.addObject()
                            .put("method", "POST")
                            .put("url", function.url())
                            .set("parameters", JSON.valueToTree(function.parameters()));
                default -> {}
            }
        }
        return requests;
    }

    private static JsonNode parsed(String text) {
        try {
            var parsed = JSON.readTree(text);
            return parsed.isContainerNode() ? parsed : JSON.getNodeFactory().textNode(text);
        } catch (JsonProcessingException _) {
            return JSON.getNodeFactory().textNode(text); // no JSON: compared as text
        }
    }

    private static ObjectNode variables(JsonNode wanted, Map<String, Object> context) {
        var found = JSON.createObjectNode();
        wanted.fieldNames().forEachRemaining(name -> found.set(name, JSON.valueToTree(at(context, name))));
        return found;
    }

    private static @Nullable Object at(Map<String, Object> context, String path) {
        Object value = context;
        for (var part : path.split("\\.")) {
            if (!(value instanceof Map<?, ?> map) || map.get(part) == null) {
                return null;
            }
            value = map.get(part);
        }
        return value;
    }

    private static ArrayNode list(List<?> values) {
        return JSON.valueToTree(values);
    }

    private static boolean holds(JsonNode wanted, JsonNode actual) {
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(entry -> holds(entry.getValue(), actual.path(entry.getKey())));
        }
        if (wanted.isArray()) {
            if (!actual.isArray() || wanted.size() != actual.size()) {
                return false;
            }
            for (int index = 0; index < wanted.size(); index++) {
                if (!holds(wanted.get(index), actual.get(index))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.isNull()
                ? actual.isNull() || actual.isMissingNode()
                : wanted.isValueNode() && actual.isValueNode() && wanted.asText().equals(actual.asText());
    }
}
