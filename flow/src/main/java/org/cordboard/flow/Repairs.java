package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Puts right what an author or a generator commonly gets wrong and that has one obvious meaning: types, nulls, missing
/// exits, names from the editor's labels. Each repair is a warning.
final class Repairs {

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,9}");
    private static final Map<String, String> TYPES = Map.of("http-request", "make-http-request");

    private final ObjectNode flow;
    private final Problems problems;

    private Repairs(ObjectNode flow, Problems problems) {
        this.flow = flow;
        this.problems = problems;
    }

    /// Changes the tree it is given.
    static void make(ObjectNode flow, Problems problems) {
        new Repairs(flow, problems).make();
    }

    private void make() {
        if (flow.path("flags").isObject() && !flow.path("flags").has("allow_concurrent_calls")) {
            ((ObjectNode) flow.path("flags")).put("allow_concurrent_calls", true);
            problems.warning(12, "#/flags/allow_concurrent_calls", "is missing but it is required", "It is now true");
        }
        int index = 0;
        for (var state : flow.path("states")) {
            if (state instanceof ObjectNode object) {
                state(object, "#/states/" + index);
            }
            index++;
        }
    }

    private void state(ObjectNode state, String path) {
        var alias = TYPES.get(state.path("type").asText());
        if (alias != null) {
            problems.warning(
                    6,
                    path + "/type",
                    "Unknown widget type '" + state.path("type").asText() + "' in '"
                            + state.path("name").asText() + "'",
                    "It is read as '" + alias + "'");
            state.put("type", alias);
        }
        var type = Catalogue.type(state.path("type").asText());
        if (type.isEmpty()) {
            return;
        }
        if (!state.has("properties") || state.path("properties").isNull()) {
            state.putObject("properties");
        }
        if (state.path("properties") instanceof ObjectNode properties) {
            properties(properties, type.get(), state.path("name").asText(), path + "/properties");
        }
        if (state.path("transitions") instanceof ArrayNode transitions) {
            exits(transitions, type.get(), path);
        }
    }

    private void properties(ObjectNode properties, WidgetType type, String name, String path) {
        type.aliases().forEach((wrong, right) -> rename(properties, wrong, right, name, path));
        var nulls = new HashSet<String>();
        properties.properties().forEach(property -> {
            if (property.getValue().isNull()) {
                nulls.add(property.getKey());
            }
        });
        properties.remove(nulls);
        for (var property : type.properties().values()) {
            var value = properties.path(property.name());
            if (value.isMissingNode()) {
                if (property.required() && !property.fallback().isEmpty()) {
                    properties.set(property.name(), converted(property, TextNode.valueOf(property.fallback())).orElseThrow());
                    problems.warning(
                            12,
                            path + "/" + property.name(),
                            "'" + name + "': property '" + property.name() + "' is missing but it is required",
                            "It is now " + property.fallback());
                }
            } else {
                converted(property, value).filter(fixed -> !fixed.equals(value)).ifPresent(fixed -> {
                    properties.set(property.name(), fixed);
                    problems.warning(
                            13,
                            path + "/" + property.name(),
                            Validation.found(value) + " found, " + property.kind().json + " expected",
                            "'" + name + "'." + property.name() + " was converted");
                });
            }
        }
    }

    private void rename(ObjectNode properties, String wrong, String right, String name, String path) {
        var value = properties.remove(wrong);
        if (value == null) {
            return;
        }
        boolean kept = !right.isEmpty() && !properties.has(right) && !value.isNull();
        if (kept) {
            properties.set(right, value);
        }
        problems.warning(
                15,
                path + "/" + wrong,
                "'" + name + "' has no property '" + wrong + "'",
                kept ? "It is read as '" + right + "'" : "It is left out");
    }

    /// The value in the type the schema wants, when that can be told.
    private static Optional<JsonNode> converted(Property property, JsonNode value) {
        return switch (property.kind()) {
            case STRING ->
                value.isNumber() || value.isBoolean() ? Optional.of(TextNode.valueOf(value.asText())) : Optional.of(value);
            case INTEGER ->
                value.isTextual() && WHOLE.matcher(value.asText().strip()).matches()
                        ? Optional.of(IntNode.valueOf(Integer.parseInt(value.asText().strip())))
                        : Optional.of(value);
            case BOOLEAN -> {
                var text = value.asText().strip();
                yield value.isTextual() && (text.equals("true") || text.equals("false"))
                        ? Optional.of(BooleanNode.valueOf(Boolean.parseBoolean(text)))
                        : Optional.of(value);
            }
            case PARAMETERS -> Optional.of(value);
        };
    }

    private void exits(ArrayNode transitions, WidgetType type, String path) {
        var unknown = new HashSet<Integer>();
        for (int index = 0; index < transitions.size(); index++) {
            if (transitions.get(index) instanceof ObjectNode transition) {
                var event = transition.path("event").asText();
                if (type.name().equals("enqueue-call") && event.equals("queued")) {
                    unknown.add(index);
                }
                if (transition.path("next").isNull() || transition.path("next").asText("x").isEmpty()) {
                    transition.remove("next");
                }
            }
        }
        for (int index = transitions.size() - 1; index >= 0; index--) {
            if (unknown.contains(index)) {
                transitions.remove(index);
                problems.warning(
                        10, path + "/transitions/" + index, "enqueue-call has no event 'queued'", "It is left out");
            }
        }
        addMissingEvents(transitions, type.name());
    }

    /// Exports list every exit of a widget; a hand-written file may not.
    static void addMissingEvents(ArrayNode transitions, String type) {
        var present = new HashSet<String>();
        transitions.forEach(transition -> present.add(transition.path("event").asText()));
        Catalogue.type(type).ifPresent(known -> known.events().stream()
                .filter(event -> !present.contains(event) && !event.equals("match") && !event.equals("composerStarted"))
                .forEach(event -> transitions.addObject().put("event", event)));
    }
}
