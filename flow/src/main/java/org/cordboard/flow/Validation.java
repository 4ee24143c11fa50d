package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.liquid.Liquid;

/// The rules about the shape of a definition: names, types, exits. Settings of single widgets are checked by
/// [PropertyRules], splits by [SplitRules], what only shows in the whole graph by [GraphRules].
final class Validation {

    private static final int STATES_MAX = 2000;
    private static final String SCHEMA = "https://schemas.twilio.com/studio/draft/2019-09/flow-definition";
    private static final Set<String> HANG_UPS = Set.of("hangup", "hang-up", "end");
    private static final int NAME_CHARS = 255;

    private final JsonNode flow;
    private final Mode mode;
    private final Problems problems;

    Validation(JsonNode flow, Mode mode, Problems problems) {
        this.flow = flow;
        this.mode = mode;
        this.problems = problems;
    }

    static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
        };
    }

    void check() {
        top();
        var states = flow.path("states");
        if (states.isMissingNode() || states.isArray() && states.isEmpty()) {
            problems.error(2, "#/states", "states: is missing but it is required", "Add at least a trigger");
            return;
        }
        if (!states.isArray()) {
            wrongType("#/states", states, "array");
            return;
        }
        if (states.size() > STATES_MAX) {
            problems.error(
                    2,
                    "#/states",
                    "states: at most " + STATES_MAX + " widgets allowed, found " + states.size(),
                    "Move a part into a sub-flow of its own");
        }
        var names = names(states);
        triggers(states, names);
        for (int index = 0; index < states.size(); index++) {
            state(states.get(index), "#/states/" + index, names);
        }
    }

    private void top() {
        if (flow.has("description") && !flow.path("description").isTextual() && !flow.path("description").isNull()) {
            wrongType("#/description", flow.path("description"), "string");
        }
        if (flow.has("$schema") && !flow.path("$schema").asText().equals(SCHEMA)) {
            problems.error(
                    14, "#/$schema", "does not have a value in the enumeration [" + SCHEMA + "]", "Remove $schema");
        }
        var flags = flow.path("flags");
        if (flags.isMissingNode()) {
            return;
        }
        if (!flags.isObject()) {
            wrongType("#/flags", flags, "object");
        } else if (!flags.has("allow_concurrent_calls")) {
            problems.error(
                    12,
                    "#/flags/allow_concurrent_calls",
                    "is missing but it is required",
                    "Set it to true, or remove flags");
        } else if (!flags.path("allow_concurrent_calls").isBoolean()) {
            wrongType("#/flags/allow_concurrent_calls", flags.path("allow_concurrent_calls"), "boolean");
        }
    }

    private Set<String> names(JsonNode states) {
        Map<String, List<Integer>> uses = new LinkedHashMap<>();
        for (int index = 0; index < states.size(); index++) {
            var name = states.get(index).path("name");
            var path = "#/states/" + index + "/name";
            if (name.isMissingNode()) {
                if (states.get(index).isObject()) {
                    problems.error(5, path, "is missing but it is required", "Give the widget a name");
                }
            } else if (!name.isTextual()) {
                wrongType(path, name, "string");
            } else {
                uses.computeIfAbsent(name.asText(), _ -> new ArrayList<>()).add(index);
                name(name.asText(), path);
            }
        }
        uses.forEach((name, indexes) -> {
            if (indexes.size() > 1) {
                problems.error(
                        5,
                        "#/states/" + indexes.get(1) + "/name",
                        "Widget name '" + name + "' is used " + indexes.size() + " times; names must be unique",
                        "Rename all but one, and the exits and templates that refer to them");
            }
        });
        return new TreeSet<>(uses.keySet());
    }

    private void name(String name, String path) {
        if (name.isEmpty() || name.length() > NAME_CHARS || name.chars().anyMatch(Validation::unfit)) {
            problems.error(
                    5,
                    path,
                    "'" + name + "' cannot be a widget name",
                    "Use 1 to " + NAME_CHARS + " letters, digits, _ or -, without braces, dots and blanks");
        }
    }

    private static boolean unfit(int letter) {
        return letter == '{' || letter == '}' || letter == '.' || Character.isWhitespace(letter);
    }

    private void triggers(JsonNode states, Set<String> names) {
        var triggers = new ArrayList<String>();
        states.forEach(state -> {
            if (state.path("type").asText().equals("trigger")) {
                triggers.add(state.path("name").asText());
            }
        });
        if (triggers.size() != 1) {
            problems.error(
                    4,
                    "#/states",
                    "A flow needs exactly one trigger, found " + triggers.size()
                            + (triggers.isEmpty() ? "" : ": " + String.join(", ", triggers)),
                    triggers.isEmpty() ? "Add a state of type trigger" : "Remove all but one");
        }
        var initial = flow.path("initial_state");
        if (initial.isMissingNode()) {
            problems.error(
                    3, "#/initial_state", "initial_state: is missing but it is required", "Set it to the trigger's name");
        } else if (!initial.isTextual()) {
            wrongType("#/initial_state", initial, "string");
        } else if (!names.contains(initial.asText())) {
            problems.error(
                    3,
                    "#/initial_state",
                    "initial_state '" + initial.asText() + "' does not name a state"
                            + Closest.hint(initial.asText(), names),
                    "Set it to the trigger's name");
        } else if (!triggers.contains(initial.asText())) {
            problems.error(
                    3,
                    "#/initial_state",
                    "initial_state '" + initial.asText() + "' is not a trigger",
                    "Set it to the trigger's name");
        }
    }

    private void state(JsonNode state, String path, Set<String> names) {
        if (!state.isObject()) {
            wrongType(path, state, "object");
            return;
        }
        var name = state.path("name").asText("");
        var type = type(state.path("type"), path + "/type", name);
        var properties = state.path("properties");
        if (properties.isMissingNode() || properties.isNull()) {
            problems.error(
                    12, path + "/properties", properties.isNull() ? "must not be null" : "is missing but it is required", "Add \"properties\": {}");
        } else if (!properties.isObject()) {
            wrongType(path + "/properties", properties, "object");
        } else {
            type.filter(WidgetType::supported)
                    .ifPresent(known -> new PropertyRules(known, name, mode, problems).check(properties, path + "/properties"));
            templates(properties, path + "/properties", name, "");
        }
        var transitions = state.path("transitions");
        if (transitions.isMissingNode() || transitions.isNull()) {
            problems.error(
                    12, path + "/transitions", transitions.isNull() ? "must not be null" : "is missing but it is required", "Add \"transitions\": []");
        } else if (!transitions.isArray()) {
            wrongType(path + "/transitions", transitions, "array");
        } else {
            type.ifPresent(known -> exits(transitions, known, name, path + "/transitions", names));
        }
    }

    private Optional<WidgetType> type(JsonNode type, String path, String name) {
        if (type.isMissingNode() || type.isNull()) {
            problems.error(6, path, "is missing but it is required", "Give '" + name + "' a widget type");
            return Optional.empty();
        }
        if (!type.isTextual()) {
            wrongType(path, type, "string");
            return Optional.empty();
        }
        var known = Catalogue.type(type.asText());
        if (known.isEmpty() && HANG_UPS.contains(type.asText())) {
            problems.error(
                    7,
                    path,
                    "There is no hang-up widget. Remove '" + name
                            + "' and leave the transitions that point to it without next; the call then ends",
                    "Remove the widget");
        } else if (known.isEmpty()) {
            problems.error(
                    6,
                    path,
                    "Unknown widget type '" + type.asText() + "' in '" + name + "'"
                            + Closest.hint(type.asText(), Catalogue.names()),
                    "Use one of the published widget types");
        }
        return known;
    }

    private void exits(JsonNode transitions, WidgetType type, String name, String path, Set<String> names) {
        var seen = new TreeSet<String>();
        for (int index = 0; index < transitions.size(); index++) {
            var transition = transitions.get(index);
            var here = path + "/" + index;
            if (!transition.isObject()) {
                wrongType(here, transition, "object");
                continue;
            }
            var event = transition.path("event");
            if (!event.isTextual()) {
                problems.error(10, here + "/event", event.isMissingNode() ? "is missing but it is required" : found(event) + " found, string expected", "Name one of " + String.join(", ", type.events()));
                continue;
            }
            event(event.asText(), type, name, here, seen);
            next(transition.path("next"), event.asText(), name, here, names);
            if (type.name().equals("split-based-on")) {
                new SplitRules(name, problems).check(transition, here);
            }
        }
    }

    private void event(String event, WidgetType type, String name, String path, Set<String> seen) {
        if (!type.events().isEmpty() && !type.events().contains(event)) {
            problems.error(
                    10,
                    path + "/event",
                    "'" + name + "' (" + type.name() + ") has no event '" + event + "'; its events are "
                            + String.join(", ", type.events()),
                    Closest.to(event, type.events())
                            .map(close -> "Use '" + close + "'")
                            .orElse("Remove this transition"));
        } else if (!seen.add(event) && !event.equals("match")) {
            problems.warning(
                    11,
                    path + "/event",
                    "'" + name + "' lists event '" + event + "' twice; the first is used",
                    "Remove one of them");
        }
    }

    private void next(JsonNode next, String event, String name, String path, Set<String> names) {
        if (next.isMissingNode() || next.isNull() || next.isTextual() && next.asText().isEmpty()) {
            return;
        }
        if (!next.isTextual()) {
            wrongType(path + "/next", next, "string");
        } else if (!names.contains(next.asText())) {
            problems.error(
                    8,
                    path + "/next",
                    "'" + name + "' event '" + event + "' points to widget '" + next.asText()
                            + "', which does not exist" + Closest.hint(next.asText(), names),
                    "Point it at an existing widget, or leave next out");
        } else if (next.asText().equals(flow.path("initial_state").asText())) {
            problems.error(9, path + "/next", "A transition cannot lead back to the trigger", "Point it at the widget behind the trigger");
        }
    }

    /// Every text below the properties is a template, whatever the widget.
    private void templates(JsonNode node, String path, String name, String label) {
        if (node.isTextual()) {
            Liquid.fault(node.asText())
                    .ifPresent(fault -> problems.error(
                            20, path, "'" + name + "'" + label + ": Liquid error: " + fault, "Correct the template"));
        } else if (node.isObject()) {
            node.properties().forEach(entry -> templates(
                    entry.getValue(), path + "/" + entry.getKey(), name, label + "." + entry.getKey()));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                templates(node.get(index), path + "/" + index, name, label + "[" + index + "]");
            }
        }
    }

    private void wrongType(String path, JsonNode found, String expected) {
        problems.error(
                13,
                path,
                found.isNull() ? "must not be null" : found(found) + " found, " + expected + " expected",
                "Write it as " + expected);
    }
}
