package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cordboard.flow.Execution.EndReason;
import org.cordboard.flow.Execution.Frame;
import org.cordboard.flow.Execution.Line;
import org.cordboard.flow.Execution.Status;
import org.cordboard.flow.liquid.LiquidException;
import org.jspecify.annotations.Nullable;

/// One turn being worked out: the execution as it changes, and what it orders on the way. Lives for one call of
/// [Interpreter] and never leaves it; leaving a widget, entering the next and ending happen here and nowhere else.
final class Run {

    private final Definitions definitions;
    private final Limits limits;
    private final Instant now;
    private final Results results;

    private Execution execution;
    private final List<Frame> frames;
    private final List<Step> steps;
    private final int stepsBefore;
    private final List<Action> actions = new ArrayList<>();
    private final List<Turn.Warning> warnings = new ArrayList<>();
    private Line line;
    private @Nullable EndReason ended;
    private Instant wakeAt;

    /// The widget to work on next; null when the turn is over.
    private @Nullable State entered;

    Run(Definitions definitions, Limits limits, Execution execution, Instant now) {
        this.definitions = definitions;
        this.limits = limits;
        this.now = now;
        this.execution = execution;
        this.frames = new ArrayList<>(execution.frames());
        this.steps = new ArrayList<>(execution.steps());
        this.stepsBefore = steps.size();
        this.line = execution.line();
        this.wakeAt = execution.wakeAt() == null ? expiry() : execution.wakeAt();
        this.results = new Results(limits, this::warn);
    }

    Turn turn() {
        execution = snapshot();
        return new Turn(execution, actions, steps.subList(stepsBefore, steps.size()), warnings);
    }

    private Execution snapshot() {
        return new Execution(
                execution.sid(),
                execution.accountSid(),
                execution.flowSid(),
                execution.revision(),
                execution.testUser(),
                execution.initiatedBy(),
                execution.contactAddress(),
                execution.flowAddress(),
                ended == null ? Status.ACTIVE : Status.ENDED,
                ended,
                line,
                execution.created(),
                now,
                ended == null ? wakeAt : null,
                execution.data(),
                frames,
                steps);
    }

    // ---- inputs

    void begin(String event) {
        leave(Outcome.of(event), null);
        work();
    }

    void take(Input input) {
        if (!now.isBefore(expiry())) {
            warn(0, "the execution is older than " + limits.life().toDays() + " days");
            end(EndReason.EXPIRED);
            return;
        }
        boolean wasLive = line == Line.LIVE;
        if (wasLive && Results.callGone(input)) {
            line = Line.GONE;
        }
        switch (input) {
            case Input.Stop _ -> end(EndReason.STOPPED_BY_API);
            case Input.TimePassed _ -> timePassed();
            case Input.Unexpected(var event) -> unexpected(event);
            case Input.CallEnded(var parameters) -> callEnded(parameters, wasLive);
            case Input.AudioFinished(var parameters) when wasLive && line == Line.GONE -> callEnded(parameters, true);
            case Input.GatherFinished(var parameters) when wasLive && line == Line.GONE -> callEnded(parameters, true);
            case Input.Returned(var parameters) when wasLive && line == Line.GONE -> callEnded(parameters, true);
            default -> {
                var outcome = results.of(current().widget(), input, line == Line.GONE);
                if (outcome.isEmpty()) {
                    unexpected(input.getClass().getSimpleName());
                } else {
                    answered(input);
                    leave(outcome.get(), null);
                }
            }
        }
        work();
    }

    /// Orders the current widget's action once more, for a repeated request of the same turn.
    void again() {
        if (current().widget() instanceof Widget.Trigger) {
            return;
        }
        entered = current();
        work();
    }

    private void answered(Input input) {
        if (input instanceof Input.CallOutcome(var parameters)) {
            var status = parameters.getOrDefault("CallStatus", "");
            if (status.equals("in-progress") || status.equals("answered")) {
                line = Line.LIVE;
            } else if (status.equals("completed")) {
                line = Line.GONE;
            }
        }
    }

    private void timePassed() {
        if (current().widget() instanceof Widget.TwimlRedirect && !now.isBefore(wakeAt)) {
            leave(Outcome.of("timeout"), null);
        }
    }

    private void unexpected(String event) {
        warn(81002, "'" + current().name() + "' does not wait for " + event + "; it is ignored");
    }

    private void callEnded(Map<String, String> parameters, boolean wasLive) {
        var widget = current();
        var outcome = wasLive || widget.widget() instanceof Widget.OutgoingCall
                ? results.ofHangUp(widget.widget(), parameters)
                : Optional.<Outcome>empty();
        if (outcome.isPresent()) {
            leave(outcome.get(), null);
        } else if (wasLive && Catalogue.type(widget.type()).stream()
                .anyMatch(type -> type.nature() == WidgetType.Nature.OFF_CALL)) {
            unexpected("hangup");
        } else if (wasLive) {
            hangUp();
        }
    }

    // ---- moving on

    /// Works call-less widgets off until one waits or the execution ends. Bounded by the limit of steps.
    private void work() {
        while (entered != null && ended == null) {
            var state = entered;
            entered = null;
            perform(state);
        }
    }

    /// Stores what the widget brought, writes its step and goes where the exit leads.
    ///
    /// @param chosen the exit, when the event alone does not tell (a split has several)
    private void leave(Outcome outcome, @Nullable Transition chosen) {
        var state = current();
        if (!outcome.outputs().isEmpty()) {
            replace(frames.getLast().storing(outcome.outputs()));
        }
        var exit = chosen != null ? chosen : state.on(outcome.event()).orElse(null);
        var next = exit == null ? null : exit.next();
        write(state, outcome.event(), next == null ? Step.ENDED : next);
        if (next == null) {
            endBranch(EndReason.FLOW_END);
        } else {
            enter(next, state.name());
        }
    }

    private void enter(String name, String from) {
        var frame = frames.getLast();
        int inARow = name.equals(from) ? frame.inARow() + 1 : 1;
        if (steps.size() >= limits.steps()) {
            warn(81000, "the execution reached " + limits.steps() + " steps");
            end(EndReason.STEP_LIMIT);
            return;
        }
        if (inARow > limits.inARow()) {
            warn(0, "'" + name + "' was entered " + limits.inARow() + " times in a row");
            end(EndReason.REPEAT_LIMIT);
            return;
        }
        replace(frame.entered(name, now, inARow));
        wakeAt = expiry();
        entered = current();
    }

    private void hangUp() {
        write(current(), "hangup", Step.ENDED);
        endBranch(EndReason.HANGUP);
    }

    /// A sub-flow's end is the parent's `completed`; any other end is the execution's.
    private void endBranch(EndReason reason) {
        if (frames.size() == 1) {
            end(reason);
            return;
        }
        var finished = frames.removeLast();
        leave(new Outcome("completed", finished.variables()), null);
    }

    private void end(EndReason reason) {
        ended = reason;
        entered = null;
        if (line == Line.LIVE && reason != EndReason.STOPPED_BY_API) {
            actions.add(new Action.HangUp());
        }
        actions.add(new Action.End(reason));
    }

    private void write(State state, String event, String to) {
        var frame = frames.getLast();
        var sid = state.widget() instanceof Widget.RunSubflow
                ? subflowStep(frame.since(), state.name())
                : derived("step " + steps.size());
        steps.add(new Step(
                sid,
                frame.flowSid(),
                frame.parentStepSid(),
                event,
                state.type(),
                state.name(),
                to,
                now,
                snapshot().context()));
    }

    /// The parent's step is written when the sub-flow ends, but its SID is wanted from the start: made of what does not
    /// change in between.
    private String subflowStep(Instant since, String name) {
        long before = steps.stream().filter(step -> step.from().equals(name) && step.parentStepSid() == null).count();
        return derived("subflow " + name + " " + before + " " + since);
    }

    private String derived(String what) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((execution.sid() + " " + what).getBytes(StandardCharsets.UTF_8));
            return "FT" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    // ---- performing

    private void perform(State state) {
        var widget = state.widget();
        var nature = Catalogue.type(state.type()).map(WidgetType::nature).orElse(WidgetType.Nature.UNSUPPORTED);
        if (nature == WidgetType.Nature.ON_CALL && line == Line.GONE) {
            hangUp();
            return;
        }
        if (nature == WidgetType.Nature.ON_CALL && line == Line.NONE) {
            warn(0, "'" + state.name() + "' needs a call, and there is none yet");
            end(EndReason.ERROR);
            return;
        }
        var templates = new Templates(snapshot().context(), limits, now, text -> warn(0, text));
        try {
            order(widget, templates);
        } catch (Orders.Refused refused) {
            warn(refused.code, "'" + state.name() + "': " + refused.getMessage());
            leave(Outcome.of(refused.event), null);
        } catch (LiquidException e) {
            broken(state, e);
        }
    }

    private void order(Widget widget, Templates templates) throws LiquidException, Orders.Refused {
        var orders = new Orders(templates, limits);
        switch (widget) {
            case Widget.SayPlay sayPlay -> {
                var audio = orders.audio(sayPlay);
                if (audio == null) {
                    leave(Outcome.of("audioComplete"), null);
                } else {
                    actions.add(audio);
                }
            }
            case Widget.Gather gather -> actions.add(orders.gather(gather));
            case Widget.Enqueue enqueue -> actions.add(orders.enqueue(enqueue));
            case Widget.SendToFlex enqueue -> actions.add(orders.enqueue(enqueue));
            case Widget.Connect connect -> actions.add(orders.dial(connect));
            case Widget.Voicemail voicemail -> actions.add(orders.record(voicemail));
            case Widget.TwimlRedirect redirect -> {
                actions.add(orders.redirect(redirect));
                var timeout = templates.seconds(redirect.timeout(), 14_400);
                if (timeout.isPositive() && now.plus(timeout).isBefore(expiry())) {
                    wakeAt = now.plus(timeout);
                }
            }
            case Widget.RecordCall recordCall -> recording(orders.recording(recordCall));
            case Widget.OutgoingCall call -> actions.add(orders.call(call));
            case Widget.HttpRequest request -> actions.add(orders.request(request));
            case Widget.RunFunction function -> actions.add(orders.function(function));
            case Widget.SendMessage message -> actions.add(orders.message(message));
            case Widget.Split split -> choose(split, templates);
            case Widget.SetVariables set -> setVariables(set);
            case Widget.RunSubflow subflow -> runSubflow(subflow, templates);
            case Widget.Trigger _, Widget.Unsupported _ -> {
                warn(0, "'" + current().name() + "' (" + current().type() + ") cannot be run; the branch ends");
                endBranch(EndReason.ERROR);
            }
        }
    }

    private void recording(Action.OffCall order) {
        if (line == Line.LIVE) {
            actions.add(order);
        } else {
            warn(0, "there is no call to record");
            leave(Outcome.of("failed"), null);
        }
    }

    private void choose(Widget.Split split, Templates templates) throws LiquidException {
        for (var exit : current().transitions()) {
            if (exit.event().equals("match") && !exit.conditions().isEmpty() && holds(exit, split, templates)) {
                leave(Outcome.of("match"), exit);
                return;
            }
        }
        leave(Outcome.of("noMatch"), null);
    }

    private boolean holds(Transition exit, Widget.Split split, Templates templates) throws LiquidException {
        for (var condition : exit.conditions()) {
            var left = condition.arguments().isEmpty() ? split.input() : condition.arguments().getFirst();
            var comparison = Comparison.named(condition.type());
            if (comparison.isEmpty()
                    || !comparison.get().holds(templates.text(left), templates.text(condition.value()))) {
                return false;
            }
        }
        return true;
    }

    private void setVariables(Widget.SetVariables set) throws LiquidException {
        var outputs = new LinkedHashMap<String, Object>();
        for (var variable : set.variables()) {
            var seen = new Templates(snapshot().context(), limits, now, text -> warn(0, text));
            var value = seen.variable(variable);
            outputs.put(variable.key(), Variables.orNull(value));
            replace(frames.getLast().setting(variable.key(), value));
        }
        leave(new Outcome("next", outputs), null);
    }

    private void runSubflow(Widget.RunSubflow subflow, Templates templates) throws LiquidException, Orders.Refused {
        var frame = frames.getLast();
        var wanted = subflow.flowRevision().equals(Definitions.LATEST_DRAFT) && !execution.testUser()
                ? Definitions.LATEST_PUBLISHED
                : subflow.flowRevision();
        var found = definitions.find(subflow.flowSid(), wanted);
        if (found.isEmpty()) {
            throw new Orders.Refused(81024, "failed", "sub-flow " + subflow.flowSid() + " revision " + wanted + " is missing");
        }
        var revision = found.get();
        boolean nested = frames.size() > 1
                || revision.definition().states().stream().anyMatch(state -> state.widget() instanceof Widget.RunSubflow);
        if (nested) {
            throw new Orders.Refused(81024, "failed", "sub-flow " + subflow.flowSid() + " runs a sub-flow itself; one level is allowed");
        }
        var parameters = new LinkedHashMap<String, Object>();
        for (var parameter : subflow.parameters()) {
            parameters.put(parameter.key(), Variables.orNull(templates.value(parameter)));
        }
        var stepSid = subflowStep(frame.since(), frame.at());
        var trigger = new LinkedHashMap<>(frame.trigger());
        trigger.put("parent", Map.of(
                "parameters", parameters,
                "step_sid", stepSid,
                "execution_sid", execution.sid(),
                "flow_sid", frame.flowSid(),
                "trigger_type", frame.trigger().keySet().stream().findFirst().orElse("")));
        frames.add(new Frame(
                revision.flowSid(),
                revision.number(),
                revision.definition().initialState(),
                now,
                1,
                trigger,
                Map.of(),
                Map.of(),
                stepSid));
        leave(Outcome.of("incomingParent"), null);
    }

    /// A template that breaks at run time takes the widget's failure exit, or ends the execution when it has none.
    private void broken(State state, LiquidException e) {
        warn(state.widget() instanceof Widget.HttpRequest ? 81014 : 0, "'" + state.name() + "': Liquid error: " + e.getMessage());
        var failure = Catalogue.type(state.type()).stream()
                .flatMap(type -> type.events().stream())
                .filter(Variables.FAILURES::contains)
                .findFirst();
        if (failure.isPresent()) {
            leave(Outcome.of(failure.get()), null);
        } else {
            end(EndReason.ERROR);
        }
    }

    // ---- small things

    private State current() {
        var frame = frames.getLast();
        return definitions
                .find(frame.flowSid(), Integer.toString(frame.revision()))
                .flatMap(revision -> revision.definition().state(frame.at()))
                .orElseThrow(() -> new MissingDefinition(frame.flowSid(), frame.revision(), frame.at()));
    }

    private void replace(Frame frame) {
        frames.set(frames.size() - 1, frame);
    }

    private Instant expiry() {
        return execution.created().plus(limits.life());
    }

    private void warn(int code, String text) {
        var at = frames.isEmpty() ? "" : frames.getLast().at();
        warnings.add(new Turn.Warning(code, at, text));
    }

    static Map<String, Object> withAddOns(Map<String, Object> parameters) {
        if (!(parameters.get("AddOns") instanceof String text)) {
            return parameters;
        }
        try {
            var parsed = new LinkedHashMap<>(parameters);
            parsed.put("AddOns", Variables.orNull(Json.value(Json.parse(text))));
            return parsed;
        } catch (JsonProcessingException _) {
            return parameters; // not ours to judge: it stays the text it is
        }
    }
}
