package org.cordboard.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.flow.Execution.Frame;
import org.cordboard.flow.Execution.Line;
import org.cordboard.flow.Execution.Status;

/// Runs executions: a pure function from execution and input to the next execution and what is to be done. Stateless and
/// safe to share; every call of one execution must come after the result of the previous one was kept.
public final class Interpreter {

    private final Definitions definitions;
    private final Limits limits;

    public Interpreter(Definitions definitions) {
        this(definitions, Limits.STANDARD);
    }

    public Interpreter(Definitions definitions, Limits limits) {
        this.definitions = definitions;
        this.limits = limits;
    }

    /// Begins an execution and runs it up to its first wait or its end.
    public Turn start(Start start, Instant now) {
        var revision = definitions
                .find(start.flowSid(), Integer.toString(start.revision()))
                .orElseThrow(() -> new MissingDefinition(start.flowSid(), start.revision(), "trigger"));
        var run = new Run(definitions, limits, fresh(start, revision.definition().initialState(), now), now);
        run.begin(
                switch (start.origin()) {
                    case Start.Origin.IncomingCall _ -> "incomingCall";
                    case Start.Origin.IncomingMessage _ -> "incomingMessage";
                    case Start.Origin.IncomingRequest _ -> "incomingRequest";
                });
        return run.turn();
    }

    /// Takes an input in. An ended execution takes none; a call that still asks it for more is hung up.
    ///
    /// @throws MissingDefinition when the revision the execution runs is not among the definitions
    public Turn step(Execution execution, Input input, Instant now) {
        if (!execution.active()) {
            return new Turn(execution, fromLiveCall(input) ? List.of(new Action.HangUp()) : List.of(), List.of(), List.of());
        }
        var run = new Run(definitions, limits, execution, now);
        run.take(input);
        return run.turn();
    }

    /// The action of the widget the execution waits on, once more: for a request repeated by the voice layer and for going
    /// on after a restart. Templates are rendered again; nothing else changes.
    public Turn again(Execution execution, Instant now) {
        if (!execution.active()) {
            return new Turn(execution, List.of(new Action.HangUp()), List.of(), List.of());
        }
        var run = new Run(definitions, limits, execution, now);
        run.again();
        return run.turn();
    }

    private static Execution fresh(Start start, String trigger, Instant now) {
        return switch (start.origin()) {
            case Start.Origin.IncomingCall(var parameters) ->
                fresh(start, trigger, now, "call", Run.withAddOns(parameters), text(parameters, "From"), text(parameters, "To"));
            case Start.Origin.IncomingMessage(var parameters) ->
                fresh(start, trigger, now, "message", parameters, text(parameters, "From"), text(parameters, "To"));
            case Start.Origin.IncomingRequest(var to, var from, var parameters) ->
                fresh(start, trigger, now, "request", Map.of("to", to, "from", from, "parameters", parameters), to, from);
        };
    }

    private static Execution fresh(
            Start start, String trigger, Instant now, String kind, Map<String, Object> sent, String contact, String ours) {
        var frame = new Frame(
                start.flowSid(), start.revision(), trigger, now, 1, Map.of(kind, sent), Map.of(), Map.of(), null);
        return new Execution(
                start.executionSid(),
                start.accountSid(),
                start.flowSid(),
                start.revision(),
                start.testUser(),
                start.initiatedBy(),
                contact,
                ours,
                Status.ACTIVE,
                null,
                kind.equals("call") ? Line.LIVE : Line.NONE,
                now,
                now,
                null,
                start.origin() instanceof Start.Origin.IncomingRequest request ? request.parameters() : Map.of(),
                List.of(frame),
                List.of());
    }

    private static String text(Map<String, Object> parameters, String key) {
        return String.valueOf(parameters.getOrDefault(key, ""));
    }

    private static boolean fromLiveCall(Input input) {
        return switch (input) {
            case Input.AudioFinished _,
                    Input.GatherFinished _,
                    Input.EnqueueFinished _,
                    Input.DialFinished _,
                    Input.RecordFinished _,
                    Input.Returned _,
                    Input.CallOutcome _ -> !Results.callGone(input);
            case Input.CallEnded _,
                    Input.Responded _,
                    Input.NotResponded _,
                    Input.RecordingChanged _,
                    Input.RecordingFailed _,
                    Input.MessageSent _,
                    Input.MessageFailed _,
                    Input.TimePassed _,
                    Input.Unexpected _,
                    Input.Stop _ -> false;
        };
    }
}
