package org.cordboard.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cordboard.flow.FlowImporter.Purpose;
import org.cordboard.flow.liquid.Liquid;

/// The rules that need the whole flow: what can be reached, what goes round, what it refers to outside itself.
final class GraphRules {

    private static final int SUBFLOW_WIDGETS_MAX = 150;
    private static final int SUBFLOWS_MAX = 50;

    private final FlowDefinition flow;
    private final FlowGraph graph;
    private final Purpose purpose;
    private final Surroundings surroundings;
    private final Problems problems;

    GraphRules(FlowDefinition flow, Purpose purpose, Surroundings surroundings, Problems problems) {
        this.flow = flow;
        this.graph = new FlowGraph(flow);
        this.purpose = purpose;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    void check() {
        if (graph.trigger().isEmpty()) {
            return;
        }
        var reachable = graph.behind("");
        var fromCall = graph.behind("incomingCall");
        var unanswered = graph.behind("incomingCall", GraphRules::offCall);
        if (reachable.isEmpty()) {
            problems.warning(
                    28,
                    graph.path(flow.initialState()),
                    "No trigger event is connected; executions end at once",
                    "Connect the trigger's incomingCall");
        }
        for (var state : flow.states()) {
            if (state.name().equals(flow.initialState())) {
                continue;
            }
            if (!reachable.contains(state.name())) {
                problems.warning(
                        27,
                        graph.path(state.name()),
                        "Widget '" + state.name() + "' cannot be reached from any trigger event",
                        "Connect or remove it");
            }
            one(state, reachable, fromCall, unanswered);
        }
        loops();
        subflows();
    }

    private void one(State state, Set<String> reachable, Set<String> fromCall, Set<String> unanswered) {
        var path = graph.path(state.name());
        if (state.type().equals("send-and-wait-for-reply") && fromCall.contains(state.name())) {
            problems.warning(
                    31,
                    path,
                    "'" + state.name() + "' waits for a text message; a caller cannot answer it",
                    "Use gather-input-on-call");
        }
        if (state.widget() instanceof Widget.RecordCall && unanswered.contains(state.name())) {
            problems.warning(
                    32,
                    path,
                    "'" + state.name() + "' must come after the call was answered (say-play or gather)",
                    "Put a say-play before it");
        }
        boolean known = Catalogue.type(state.type()).isPresent();
        if (state.widget() instanceof Widget.Unsupported && known && reachable.contains(state.name())) {
            var message = "'" + state.name() + "' (" + state.type() + ") is not supported here; the branch will end";
            report(33, path + "/type", message, "Replace it; add-twiml-redirect or run-function can do most of it");
        }
        for (var exit : state.transitions()) {
            if (state.name().equals(exit.next()) && Variables.FAILURES.contains(exit.event())) {
                problems.warning(
                        30,
                        path + "/transitions/" + state.transitions().indexOf(exit),
                        "'" + state.name() + "' repeats itself on '" + exit.event() + "'; the execution stops after "
                                + Limits.STANDARD.inARow() + " repeats",
                        "Lead the failure somewhere else, or count the tries");
            }
        }
        references(state, path + "/properties");
    }

    private void references(State state, String path) {
        switch (state.widget()) {
            case Widget.Enqueue widget -> workflow(state, widget.workflowSid(), path + "/workflow_sid");
            case Widget.SendToFlex widget -> {
                workflow(state, widget.workflow(), path + "/workflow");
                if (literal(widget.channel()) && !surroundings.hasTaskChannel(widget.channel())) {
                    missing(state, "task channel " + widget.channel(), path + "/channel");
                }
            }
            case Widget.RunSubflow widget -> {
                if (!surroundings.hasFlow(widget.flowSid())) {
                    missing(state, "flow " + widget.flowSid(), path + "/flow_sid");
                }
            }
            default -> {}
        }
    }

    private void workflow(State state, String sid, String path) {
        if (literal(sid) && !surroundings.hasWorkflow(sid)) {
            missing(state, "workflow " + sid, path);
        }
    }

    private void missing(State state, String what, String path) {
        report(24, path, "'" + state.name() + "': " + what + " does not exist in this account", "Choose an existing one");
    }

    private static boolean literal(String text) {
        return !text.isBlank() && !Liquid.isTemplate(text);
    }

    private void loops() {
        for (var loop : graph.loops(GraphRules::offCallAtOnce)) {
            boolean failing = loop.size() == 1
                    && flow.state(loop.getFirst()).stream()
                            .flatMap(state -> state.transitions().stream())
                            .filter(exit -> loop.getFirst().equals(exit.next()))
                            .allMatch(exit -> Variables.FAILURES.contains(exit.event()));
            if (!failing) {
                problems.warning(
                        29,
                        graph.path(loop.getFirst()),
                        "Widgets " + String.join(" → ", loop) + " → " + loop.getFirst()
                                + " form a loop without a caller; it will be stopped after "
                                + (loop.size() == 1
                                        ? Limits.STANDARD.inARow() + " repeats"
                                        : Limits.STANDARD.steps() + " steps"),
                        "Let the loop pass a widget the caller hears, or end it by a split");
            }
        }
    }

    private void subflows() {
        var uses = flow.states().stream()
                .filter(state -> state.widget() instanceof Widget.RunSubflow)
                .toList();
        if (uses.size() > SUBFLOW_WIDGETS_MAX) {
            problems.error(26, "#/states", "at most " + SUBFLOW_WIDGETS_MAX + " run-subflow widgets allowed, found " + uses.size(), "Join some of them");
        }
        Map<String, String> revisions = new HashMap<>();
        for (var state : uses) {
            var widget = (Widget.RunSubflow) state.widget();
            var path = graph.path(state.name()) + "/properties";
            var other = revisions.putIfAbsent(widget.flowSid(), widget.flowRevision());
            if (other != null && !other.equals(widget.flowRevision())) {
                problems.error(
                        26,
                        path + "/flow_revision",
                        "'" + state.name() + "' runs revision " + widget.flowRevision() + " of " + widget.flowSid()
                                + ", another widget runs " + other,
                        "Use one revision in all widgets that run this flow");
            }
            surroundings
                    .flow(widget.flowSid(), widget.flowRevision())
                    .filter(subflow -> subflow.states().stream().anyMatch(inner -> inner.widget() instanceof Widget.RunSubflow))
                    .ifPresent(_ -> problems.error(
                            26,
                            path + "/flow_sid",
                            "Flow " + widget.flowSid() + " itself runs a subflow; only one level is allowed",
                            "Choose a flow without sub-flows"));
        }
        if (revisions.size() > SUBFLOWS_MAX) {
            problems.error(
                    26,
                    "#/states",
                    "at most " + SUBFLOWS_MAX + " different sub-flows allowed, found " + revisions.size() + ": "
                            + revisions.keySet().stream().sorted().limit(3).collect(Collectors.joining(", ")) + " …",
                    "Use fewer sub-flows");
        }
    }

    /// Fit for a draft, not for callers.
    private void report(int rule, String path, String message, String remedy) {
        if (purpose == Purpose.PUBLISH) {
            problems.error(rule, path, message, remedy);
        } else {
            problems.warning(rule, path, message, remedy);
        }
    }

    private static boolean offCall(State state) {
        return Catalogue.type(state.type()).stream().anyMatch(type -> type.nature() == WidgetType.Nature.OFF_CALL);
    }

    /// An outbound call takes its time; the others answer at once.
    private static boolean offCallAtOnce(State state) {
        return offCall(state) && !(state.widget() instanceof Widget.OutgoingCall);
    }
}
