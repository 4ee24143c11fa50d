package org.cordboard.flow.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The YAML form: which flows, which sub-flows, and the tests. `at` and the way to start (`call`, `request`, `parent`) may
/// stand at the top for all tests.
///
/// @param flows names of the flow files every test runs on
/// @param subflows flow SID to file name
public record ScenarioFile(List<String> flows, Map<String, String> subflows, List<Scenario> scenarios) {

    static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Instant MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Set<String> KEYS = Set.of("flow", "also", "with", "at", "call", "request", "parent", "tests");
    private static final Set<String> TEST_KEYS = Set.of("name", "at", "call", "request", "parent", "script", "expect");

    public ScenarioFile {
        flows = List.copyOf(flows);
        subflows = Map.copyOf(subflows);
        scenarios = List.copyOf(scenarios);
    }

    public static ScenarioFile read(String yaml) throws ScenarioException {
        JsonNode file;
        try {
            file = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ScenarioException("not YAML: " + e.getOriginalMessage());
        }
        known(file, KEYS, "the file");
        var flows = new ArrayList<String>(List.of(needed(file, "flow", "the file")));
        file.path("also").forEach(other -> flows.add(other.asText()));
        var subflows = new LinkedHashMap<String, String>();
        file.path("with").properties().forEach(entry -> subflows.put(entry.getKey(), entry.getValue().asText()));
        var at = instant(file, MONDAY_NOON);
        var scenarios = new ArrayList<Scenario>();
        for (var test : file.path("tests")) {
            scenarios.add(scenario(test, at, file));
        }
        if (scenarios.isEmpty()) {
            throw new ScenarioException("the file has no tests");
        }
        return new ScenarioFile(flows, subflows, scenarios);
    }

    private static Scenario scenario(JsonNode test, Instant at, JsonNode file) throws ScenarioException {
        var name = needed(test, "name", "a test");
        known(test, TEST_KEYS, "'" + name + "'");
        known(test.path("expect"), Expectations.KEYS, "'" + name + "' expect");
        var script = new ArrayList<String>();
        for (var line : test.path("script")) {
            script.add(line.asText());
            Happening.parse(line.asText());
        }
        return new Scenario(
                name,
                instant(test, at),
                opening(test.has("call") || test.has("request") || test.has("parent") ? test : file),
                script,
                test.path("expect").isObject() ? test.path("expect") : NOTHING);
    }

    private static Scenario.Opening opening(JsonNode test) throws ScenarioException {
        if (test.has("request")) {
            var request = test.path("request");
            return new Scenario.Opening.Request(
                    needed(request, "to", "request"), needed(request, "from", "request"), object(request.path("parameters")));
        }
        return test.has("parent")
                ? new Scenario.Opening.Parent(object(test.path("parent")))
                : new Scenario.Opening.Call(object(test.path("call")));
    }

    private static JsonNode object(JsonNode node) {
        return node.isObject() ? node : NOTHING;
    }

    private static void known(JsonNode node, Set<String> keys, String where) throws ScenarioException {
        for (var entry : node.properties()) {
            if (!keys.contains(entry.getKey())) {
                throw new ScenarioException(where + " has an unknown key '" + entry.getKey() + "'; known are "
                        + String.join(", ", keys.stream().sorted().toList()));
            }
        }
    }

    private static String needed(JsonNode node, String key, String where) throws ScenarioException {
        var value = node.path(key).asText("");
        if (value.isEmpty()) {
            throw new ScenarioException(where + " needs '" + key + "'");
        }
        return value;
    }

    private static Instant instant(JsonNode node, Instant fallback) throws ScenarioException {
        var text = node.path("at").asText("");
        try {
            return text.isEmpty() ? fallback : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new ScenarioException("'" + text + "' is not an instant like 2026-03-02T12:00:00Z");
        }
    }
}
