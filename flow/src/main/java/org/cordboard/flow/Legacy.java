package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns a definition of 2017 into the current format: states that refer to each other by SID, types under their old
/// names, every unset property an explicit null. Liquid texts stay as they are; both formats name widgets alike.
final class Legacy {

    private static final String FIRST = "InitialState";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(FIRST, "trigger"),
            Map.entry("Gather", "gather-input-on-call"),
            Map.entry("SayPlay", "say-play"),
            Map.entry("Branch", "split-based-on"),
            Map.entry("EnqueueCall", "enqueue-call"),
            Map.entry("ConnectCaller", "connect-call-to"),
            Map.entry("Webhook", "make-http-request"),
            Map.entry("Function", "run-function"),
            Map.entry("SetVariables", "set-variables"),
            Map.entry("Message", "send-message"),
            Map.entry("MessagePrompt", "send-and-wait-for-reply"),
            Map.entry("Voicemail", "record-voicemail"),
            Map.entry("RecordVoicemail", "record-voicemail"),
            Map.entry("OutgoingCall", "make-outgoing-call-v1"),
            Map.entry("RecordCall", "record-call"),
            Map.entry("TwimlRedirect", "add-twiml-redirect"),
            Map.entry("SendToFlex", "send-to-flex"),
            Map.entry("Autopilot", "send-to-auto-pilot"));

    /// Properties the current format no longer has.
    private static final Map<String, Set<String>> DROPPED = Map.of(
            "trigger", Set.of("flow_url"),
            "gather-input-on-call", Set.of("save_response_as"),
            "make-http-request", Set.of("timeout", "save_response_as"),
            "run-function", Set.of("timeout"),
            "send-and-wait-for-reply", Set.of("save_response_as"));

    private final Problems problems;
    private final Map<String, String> names = new HashMap<>();

    private Legacy(Problems problems) {
        this.problems = problems;
    }

    static boolean recognises(JsonNode definition) {
        if (!definition.path("states").isArray() || definition.has("initial_state")) {
            return false;
        }
        for (var state : definition.path("states")) {
            if (state.path("type").asText().equals(FIRST)) {
                return true;
            }
        }
        return false;
    }

    static ObjectNode convert(JsonNode legacy, Problems problems) {
        return new Legacy(problems).converted(legacy);
    }

    private ObjectNode converted(JsonNode legacy) {
        var states = Json.MAPPER.createArrayNode();
        nameStates(legacy.path("states"));
        var initial = "";
        int index = 0;
        for (var state : legacy.path("states")) {
            if (!state.isObject()) {
                states.add(state);
                index++;
                continue;
            }
            var converted = state(state, index++);
            if (state.path("type").asText().equals(FIRST) && initial.isEmpty()) {
                initial = converted.path("name").asText();
            }
            states.add(converted);
        }
        var flow = Json.MAPPER.createObjectNode();
        flow.put("description", legacy.path("description").asText(""));
        flow.set("states", states);
        flow.put("initial_state", initial);
        flow.putObject("flags").put("allow_concurrent_calls", true);
        return flow;
    }

    private void nameStates(JsonNode states) {
        var taken = new HashSet<String>();
        int index = 0;
        for (var state : states) {
            var wanted = state.path("name").asText("");
            var name = wanted.isEmpty() ? "widget" : wanted;
            for (int number = 2; taken.contains(name); number++) {
                name = (wanted.isEmpty() ? "widget" : wanted) + "_" + number;
            }
            if (!name.equals(wanted)) {
                problems.warning(
                        5,
                        "#/states/" + index + "/name",
                        wanted.isEmpty() ? "A widget has no name" : "Widget name '" + wanted + "' is used twice",
                        "It is now called '" + name + "'");
            }
            taken.add(name);
            names.put("#" + index, name);
            names.put(state.path("sid").asText("#" + index), name);
            index++;
        }
    }

    private ObjectNode state(JsonNode legacy, int index) {
        var type = type(legacy, index);
        var state = Json.MAPPER.createObjectNode();
        state.put("name", names.getOrDefault("#" + index, ""));
        state.put("type", type);
        state.set("properties", properties(legacy.path("properties"), type));
        state.set("transitions", transitions(legacy, type, index));
        return state;
    }

    private String type(JsonNode legacy, int index) {
        var old = legacy.path("type").asText("");
        var known = Optional.ofNullable(TYPES.get(old)).or(() -> byFingerprint(legacy));
        if (known.isEmpty()) {
            problems.warning(
                    33,
                    "#/states/" + index + "/type",
                    "The type '" + old + "' of 2017 has no known successor",
                    "Replace '" + legacy.path("name").asText() + "' by a current widget");
        }
        return known.orElse(old);
    }

    /// An unknown name with a known set of exits is that widget.
    private static Optional<String> byFingerprint(JsonNode state) {
        Set<String> events = new TreeSet<>();
        state.path("transitions").forEach(transition -> events.add(transition.path("event").asText()));
        var properties = state.path("properties");
        if (events.equals(Set.of("recordingComplete", "noAudio", "hangup"))) {
            return Optional.of("record-voicemail");
        }
        if (events.containsAll(List.of("answered", "busy", "noAnswer", "failed"))) {
            return Optional.of("make-outgoing-call-v1");
        }
        if (events.equals(Set.of("return", "timeout", "fail"))) {
            return Optional.of("add-twiml-redirect");
        }
        if (events.equals(Set.of("success", "failed")) && properties.has("record_call")) {
            return Optional.of("record-call");
        }
        if (events.contains("callComplete") && properties.has("workflow") && properties.has("channel")) {
            return Optional.of("send-to-flex");
        }
        return events.contains("sessionEnded") ? Optional.of("send-to-auto-pilot") : Optional.empty();
    }

    private static ObjectNode properties(JsonNode legacy, String type) {
        var properties = Json.MAPPER.createObjectNode();
        var dropped = DROPPED.getOrDefault(type, Set.of());
        for (var property : legacy.properties()) {
            if (!property.getValue().isNull() && !dropped.contains(property.getKey())) {
                properties.set(property.getKey(), property.getValue());
            }
        }
        if (type.equals("send-and-wait-for-reply") && properties.path("timeout").isNumber()) {
            properties.put("timeout", properties.path("timeout").asText());
        }
        return properties;
    }

    private ArrayNode transitions(JsonNode legacy, String type, int index) {
        var transitions = Json.MAPPER.createArrayNode();
        int number = 0;
        for (var old : legacy.path("transitions")) {
            var path = "#/states/" + index + "/transitions/" + number++;
            var transition = transitions.addObject();
            transition.put("event", old.path("event").asText());
            var next = old.path("next");
            if (next.isTextual()) {
                var name = names.get(next.asText());
                if (name == null) {
                    problems.error(
                            8,
                            path + "/next",
                            "'" + legacy.path("name").asText() + "' event '" + old.path("event").asText()
                                    + "' points to state " + next.asText() + ", which does not exist",
                            "Point it at an existing state, or set next to null");
                } else {
                    transition.put("next", name);
                }
            }
            if (old.path("conditions").isArray() && !old.path("conditions").isEmpty()) {
                transition.set("conditions", conditions(old.path("conditions"), legacy, type));
            }
        }
        if (type.equals("trigger")) {
            Repairs.addMissingEvents(transitions, type);
        }
        return transitions;
    }

    private static ArrayNode conditions(JsonNode old, JsonNode state, String type) {
        var conditions = Json.MAPPER.createArrayNode();
        for (var condition : old) {
            var copy = condition.isObject() ? ((ObjectNode) condition).deepCopy() : Json.MAPPER.createObjectNode();
            if (type.equals("split-based-on") && copy.path("arguments").isEmpty()) {
                copy.putArray("arguments").add(state.path("properties").path("input").asText(""));
            }
            conditions.add(copy);
        }
        return conditions;
    }
}
