package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;

/// Drives one execution in a test. Every value goes through JSON once, so that nothing is kept that is not written.
final class Play {

    static final Instant NOON = Instant.parse("2026-03-02T20:00:00Z");
    static final String FLOW = "FW000000000000000000000000000000aa";
    static final Map<String, Object> CALL = Map.of(
            "CallSid", "CA1", "AccountSid", "AC1", "From", "+15550002222", "To", "+15550001000", "CallStatus", "ringing");

    private final Map<String, FlowDefinition> flows = new HashMap<>();
    private final Definitions definitions;
    private final Interpreter interpreter;
    final List<Turn.Warning> warnings = new ArrayList<>();
    Execution execution;
    List<Action> actions = List.of();
    Instant now = NOON;

    private Play(Map<String, FlowDefinition> flows) {
        this.flows.putAll(flows);
        this.definitions = (sid, revision) -> Optional.ofNullable(this.flows.get(sid + "/" + revision))
                .or(() -> Optional.ofNullable(this.flows.get(sid)))
                .map(flow -> new Definitions.Revision(sid, number(revision), flow));
        this.interpreter = new Interpreter(definitions);
    }

    private static int number(String revision) {
        return revision.matches("\\d+") ? Integer.parseInt(revision) : revision.equals("LatestDraft") ? 9 : 1;
    }

    /// States in short: `name type properties event>next event>next`.
    static String json(String... states) {
        var list = new ArrayList<String>();
        list.add(state("Trigger trigger {} incomingCall>first incomingRequest>first incomingParent>first incomingMessage>first"));
        for (var state : states) {
            list.add(state(state));
        }
        return "{\"description\":\"test\",\"initial_state\":\"Trigger\",\"flags\":{\"allow_concurrent_calls\":true},\"states\":["
                + String.join(",", list) + "]}";
    }

    private static String state(String text) {
        int open = text.indexOf('{');
        int close = closing(text, open);
        var head = text.substring(0, open).strip().split(" +");
        var exits = new ArrayList<String>();
        for (var exit : text.substring(close + 1).strip().split(" +")) {
            if (!exit.isEmpty()) {
                exits.add(exit(exit));
            }
        }
        return "{\"name\":\"" + head[0] + "\",\"type\":\"" + head[1] + "\",\"properties\":" + text.substring(open, close + 1)
                + ",\"transitions\":[" + String.join(",", exits) + "]}";
    }

    /// `event`, `event>next`, or `match:left:type:value>next` with `~` for a blank.
    private static int closing(String text, int open) {
        int depth = 0;
        for (int index = open; ; index++) {
            depth += text.charAt(index) == '{' ? 1 : text.charAt(index) == '}' ? -1 : 0;
            if (depth == 0) {
                return index;
            }
        }
    }

    private static String exit(String text) {
        var parts = text.split(">", 2);
        var event = parts[0].split(":", 4);
        var conditions = event.length == 1
                ? ""
                : ",\"conditions\":[{\"friendly_name\":\"c\",\"arguments\":[\"" + event[1].replace('~', ' ') + "\"],\"type\":\""
                        + event[2] + "\",\"value\":\"" + event[3].replace('~', ' ') + "\"}]";
        return "{\"event\":\"" + event[0] + "\"" + (parts.length > 1 ? ",\"next\":\"" + parts[1] + "\"" : "") + conditions + "}";
    }

    /// A trigger with nothing behind it.
    static FlowDefinition nothing() {
        return read("{\"initial_state\":\"Trigger\",\"states\":[{\"name\":\"Trigger\",\"type\":\"trigger\",\"properties\":{},\"transitions\":[]}]}");
    }

    static FlowDefinition flow(String... states) {
        return read(json(states));
    }

    static FlowDefinition read(String json) {
        var imported = FlowImporter.read(json, Mode.REPAIR, Purpose.DRAFT);
        return imported.flow().orElseThrow(() -> new AssertionError(imported.errors() + "\n" + json));
    }

    static Play of(FlowDefinition flow) {
        return of(flow, Map.of());
    }

    static Play of(FlowDefinition flow, Map<String, FlowDefinition> others) {
        var flows = new HashMap<>(others);
        flows.put(FLOW, flow);
        return new Play(flows);
    }

    Play call() {
        return start(new Start.Origin.IncomingCall(CALL), false);
    }

    Play request(Map<String, Object> parameters) {
        return start(new Start.Origin.IncomingRequest("+15550002222", "+15550001000", parameters), false);
    }

    Play start(Start.Origin origin, boolean testUser) {
        return keep(interpreter.start(new Start("FN1", "AC1", FLOW, 1, testUser, "CA1", origin), now));
    }

    Play does(Input input) {
        now = now.plusSeconds(1);
        return keep(interpreter.step(execution, input, now));
    }

    Play again() {
        return keep(interpreter.again(execution, now));
    }

    Play later(Duration time) {
        now = now.plus(time).minusSeconds(1);
        return does(new Input.TimePassed());
    }

    private Play keep(Turn turn) {
        try {
            var read = Execution.fromJson(turn.execution().toJson());
            assertEquals(turn.execution(), read);
            execution = read;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
        actions = turn.actions();
        warnings.addAll(turn.warnings());
        return this;
    }

    Play digits(String digits) {
        return does(new Input.GatherFinished(Map.of("Digits", digits, "CallStatus", "in-progress")));
    }

    Play silence() {
        return does(new Input.GatherFinished(Map.of("CallStatus", "in-progress")));
    }

    Play heard() {
        return does(new Input.AudioFinished(Map.of("CallStatus", "in-progress")));
    }

    Play queue(String result) {
        return does(new Input.EnqueueFinished(Map.of("QueueResult", result, "CallStatus", "in-progress")));
    }

    Play web(int status, String type, String body) {
        return does(new Input.Responded(status, type, body, Map.of()));
    }

    Play hangUp() {
        return does(new Input.CallEnded(Map.of("CallStatus", "completed")));
    }

    /// The one thing the flow waits for.
    <T extends Action> T waits(Class<T> kind) {
        assertEquals(1, actions.size(), actions.toString());
        return kind.cast(actions.getFirst());
    }

    Play ends(Execution.EndReason reason) {
        assertEquals(reason, execution.endReason(), () -> "actions " + actions + ", warnings " + warnings);
        return this;
    }

    List<String> steps() {
        return execution.steps().stream().map(Step::name).toList();
    }

    List<Integer> codes() {
        return warnings.stream().map(Turn.Warning::code).filter(code -> code != 0).toList();
    }

    Object variable(String path) {
        Object value = execution.context();
        for (var part : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return value;
    }

    static Map<String, String> with(Map<String, String> more) {
        var parameters = new LinkedHashMap<>(Map.of("CallStatus", "in-progress"));
        parameters.putAll(more);
        return parameters;
    }
}
