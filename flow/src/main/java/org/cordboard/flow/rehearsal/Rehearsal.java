package org.cordboard.flow.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cordboard.flow.Action;
import org.cordboard.flow.Definitions;
import org.cordboard.flow.Execution;
import org.cordboard.flow.FlowDefinition;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.Input;
import org.cordboard.flow.Interpreter;
import org.cordboard.flow.Limits;
import org.cordboard.flow.Start;
import org.cordboard.flow.Turn;
import org.jspecify.annotations.Nullable;

/// Plays a scenario with the real interpreter. Prompts end by themselves after about the time they would take; everything
/// else happens only when the script says so, and the clock moves only with it.
public final class Rehearsal {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String EXECUTION = "FN00000000000000000000000000000001";
    private static final String FLOW = "FW0000000000000000000000000000000f";
    private static final String PARENT = "FW0000000000000000000000000000000e";
    private static final String CALL = "CA00000000000000000000000000000001";
    private static final long MILLIS_PER_LETTER = 60;

    /// A flow that goes on for so long without the script is in a loop of prompts.
    private static final int TURNS_MAX = 2_000;

    private final Interpreter interpreter;
    private final Scenario scenario;
    private final List<Action> actions = new ArrayList<>();
    private final List<Turn.Warning> warnings = new ArrayList<>();
    private final List<Report.Line> story = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();
    private final Map<String, String> call = new LinkedHashMap<>();
    private Instant now;
    private int turns;

    private Rehearsal(Definitions definitions, Scenario scenario) {
        this.interpreter = new Interpreter(definitions, Limits.STANDARD);
        this.scenario = scenario;
        this.now = scenario.at();
    }

    /// @param flowName for the report
    /// @param subflows by SID
    public static Report play(
            Scenario scenario, String flowName, FlowDefinition flow, Map<String, FlowDefinition> subflows) {
        var known = new LinkedHashMap<>(subflows);
        known.put(FLOW, flow);
        boolean asSubflow = scenario.opening() instanceof Scenario.Opening.Parent;
        if (scenario.opening() instanceof Scenario.Opening.Parent(var parameters)) {
            known.put(PARENT, parent(parameters));
        }
        Definitions definitions = (sid, _) ->
                Optional.ofNullable(known.get(sid)).map(definition -> new Definitions.Revision(sid, 1, definition));
        var rehearsal = new Rehearsal(definitions, scenario);
        var execution = rehearsal.run(asSubflow ? PARENT : FLOW);
        var facts = new Expectations.Facts(execution, rehearsal.actions, rehearsal.warnings, asSubflow);
        rehearsal.mismatches.addAll(Expectations.check(scenario.expect(), facts));
        return new Report(
                scenario.name(),
                flowName,
                rehearsal.mismatches,
                rehearsal.story,
                rehearsal.actions,
                rehearsal.warnings,
                execution);
    }

    private static FlowDefinition parent(JsonNode parameters) {
        var flow = JSON.createObjectNode();
        flow.put("initial_state", "Trigger");
        var states = flow.putArray("states");
        var trigger = states.addObject().put("name", "Trigger").put("type", "trigger");
        trigger.putObject("properties");
        trigger.putArray("transitions").addObject().put("event", "incomingCall").put("next", "subflow");
        var widget = states.addObject().put("name", "subflow").put("type", "run-subflow");
        var properties = widget.putObject("properties").put("flow_sid", FLOW).put("flow_revision", "1");
        var list = properties.putArray("parameters");
        parameters.properties().forEach(entry ->
                list.addObject().put("key", entry.getKey()).put("value", entry.getValue().asText()));
        widget.putArray("transitions");
        return FlowImporter.read(flow.toString(), FlowImporter.Mode.STRICT, FlowImporter.Purpose.DRAFT)
                .flow()
                .orElseThrow();
    }

    private Execution run(String flowSid) {
        var execution = heard(keep(interpreter.start(
                new Start(EXECUTION, ACCOUNT, flowSid, 1, false, CALL, origin()), now)));
        for (var line : scenario.script()) {
            try {
                execution = heard(happen(execution, Happening.parse(line), line));
            } catch (ScenarioException e) {
                mismatches.add(e.getMessage());
                break;
            }
        }
        tell("note", execution.active() ? "waits on " + execution.currentWidget().orElse("") : "ended: " + execution.endReason());
        return execution;
    }

    private Start.Origin origin() {
        return switch (scenario.opening()) {
            case Scenario.Opening.Request(var to, var from, var parameters) -> {
                tell("outside", "starts the flow for " + to);
                call.putAll(Map.of("CallSid", CALL, "From", from, "To", to, "Direction", "outbound-api"));
                yield new Start.Origin.IncomingRequest(to, from, map(parameters));
            }
            case Scenario.Opening.Call(var parameters) -> incoming(parameters);
            case Scenario.Opening.Parent _ -> incoming(ScenarioFile.NOTHING);
        };
    }

    private Start.Origin incoming(JsonNode more) {
        var parameters = new LinkedHashMap<String, Object>(Map.of(
                "CallSid", CALL,
                "AccountSid", ACCOUNT,
                "From", "+15550002222",
                "To", "+15550001000",
                "Caller", "+15550002222",
                "Called", "+15550001000",
                "CallStatus", "ringing",
                "Direction", "inbound",
                "ApiVersion", "2010-04-01"));
        parameters.putAll(map(more));
        tell("caller", "calls " + parameters.get("To"));
        parameters.forEach((key, value) -> call.put(key, String.valueOf(value)));
        return new Start.Origin.IncomingCall(parameters);
    }

    private static Map<String, Object> map(JsonNode node) {
        return JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    // ---- turns

    private Turn keep(Turn turn) {
        actions.addAll(turn.actions());
        warnings.addAll(turn.warnings());
        turn.warnings().forEach(warning -> tell("note", "warning " + warning.code() + ": " + warning.text()));
        turn.actions().forEach(action -> tell("flow", Telling.of(action)));
        return turn;
    }

    private Turn step(Execution execution, Input input) {
        return keep(interpreter.step(execution, input, now));
    }

    /// Lets prompts end and recordings switch by themselves until the flow waits for the script.
    private Execution heard(Turn turn) {
        var current = turn;
        while (++turns < TURNS_MAX) {
            var awaited = awaited(current);
            var input =
                    switch (awaited) {
                        case Action.Audio audio -> {
                            now = now.plus(length(audio));
                            yield new Input.AudioFinished(parameters(false));
                        }
                        case Action.StartRecording _, Action.StopRecording _ when !recordingFails() ->
                            new Input.RecordingChanged(Map.of("Sid", "RE00000000000000000000000000000001"));
                        case null, default -> null;
                    };
            if (input == null) {
                return current.execution();
            }
            current = step(current.execution(), input);
        }
        mismatches.add("the flow was stopped after " + TURNS_MAX + " turns");
        return current.execution();
    }

    private boolean recordingFails() {
        return scenario.script().contains("recording fails");
    }

    private static @Nullable Action awaited(Turn turn) {
        return turn.actions().stream()
                .filter(Action.Awaited.class::isInstance)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    private static Duration length(Action.Audio audio) {
        return switch (audio) {
            case Action.Say say -> Duration.ofMillis(MILLIS_PER_LETTER * say.text().length() * say.loop());
            case Action.Play play -> Duration.ofSeconds(10L * play.loop());
            case Action.PlayDigits digits -> Duration.ofMillis(500L * digits.digits().length());
        };
    }

    // ---- happenings

    private Turn happen(Execution execution, Happening happening, String line) {
        if (!execution.active()) {
            mismatches.add("'" + line + "' comes after the execution ended (" + execution.endReason() + ")");
            return new Turn(execution, List.of(), List.of(), List.of());
        }
        var waiting = actions.isEmpty() ? null : actions.getLast();
        tell(happening instanceof Happening.Web || happening instanceof Happening.WebFails ? "outside" : "caller", line);
        if (happening instanceof Happening.Wait(var seconds)) {
            now = now.plusSeconds(seconds);
            return step(execution, new Input.TimePassed());
        }
        var input = new Inputs(waiting, this::parameters, this::pass).of(happening);
        if (input.isEmpty()) {
            mismatches.add("'" + line + "' cannot happen: " + execution.currentWidget().orElse("the flow")
                    + " waits for something else"
                    + (waiting == null ? "" : " (" + waiting.getClass().getSimpleName() + ")"));
            return new Turn(execution, List.of(), List.of(), List.of());
        }
        return step(execution, input.get());
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Map<String, String> parameters(boolean callOver) {
        var parameters = new LinkedHashMap<>(call);
        parameters.put("CallStatus", callOver ? "completed" : "in-progress");
        return parameters;
    }

    private void tell(String who, String text) {
        story.add(new Report.Line(Duration.between(scenario.at(), now), who, text));
    }

    static boolean isJson(String text) {
        try {
            return JSON.readTree(text).isContainerNode();
        } catch (JsonProcessingException _) {
            return false;
        }
    }
}
