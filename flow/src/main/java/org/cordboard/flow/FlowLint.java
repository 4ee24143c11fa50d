package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.cordboard.flow.Problem.Severity;
import org.cordboard.flow.liquid.Liquid;

/// Looks a valid flow over for what its author probably did not mean: everything the importer warns of (unreachable
/// widgets, loops that never wait), and besides exits that lead nowhere and variables nothing ever sets. Rules from 101 on
/// are lint's own.
public final class FlowLint {

    static final int EXIT_LEADS_NOWHERE = 101;
    static final int UNKNOWN_OUTPUT = 102;
    static final int VARIABLE_NEVER_SET = 103;
    static final int UNKNOWN_NAME = 104;

    private static final Set<String> ROOTS = Set.of("trigger", "widgets", "flow", "contact", "forloop");
    private static final Set<String> FLOW = Set.of("sid", "flow_sid", "channel", "data", "variables");

    /// Stored by every widget that a call's callback answers.
    private static final Set<String> CALL = Set.of(
            "AccountSid", "ApiVersion", "CallSid", "CallStatus", "Called", "Caller", "CallerName", "Direction",
            "ForwardedFrom", "From", "ParentCallSid", "To", "FromCity", "FromState", "FromZip", "FromCountry", "ToCity",
            "ToState", "ToZip", "ToCountry", "CalledCity", "CalledState", "CalledZip", "CalledCountry", "CallerCity",
            "CallerState", "CallerZip", "CallerCountry", "RecordingUrl", "RecordingSid", "RecordingDuration");

    private final FlowDefinition flow;
    private final JsonNode json;
    private final FlowGraph graph;
    private final Problems problems = new Problems();

    private FlowLint(FlowDefinition flow, JsonNode json) {
        this.flow = flow;
        this.json = json;
        this.graph = new FlowGraph(flow);
    }

    public static List<Problem> check(FlowDefinition flow) {
        return check(flow, Surroundings.UNKNOWN);
    }

    public static List<Problem> check(FlowDefinition flow, Surroundings surroundings) {
        var found = new ArrayList<>(
                FlowImporter.read(flow.json(), Mode.REPAIR, Purpose.PUBLISH, surroundings).problems());
        try {
            var lint = new FlowLint(flow, Json.parse(flow.json()));
            lint.exits();
            lint.variables();
            found.addAll(lint.problems.all());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a definition's own text is not JSON", e);
        }
        found.sort(Comparator.comparing((Problem problem) -> problem.severity() == Severity.ERROR ? 0 : 1));
        return List.copyOf(found);
    }

    /// An exit left open is an end on purpose when all exits of the widget are; beside connected ones it hangs up on
    /// somebody the author did not think of. Exits after which the caller is gone anyway may stay open.
    private void exits() {
        var reachable = graph.behind("");
        for (var state : flow.states()) {
            boolean someLead = state.transitions().stream().anyMatch(exit -> exit.next() != null);
            if (!reachable.contains(state.name()) || !someLead) {
                continue;
            }
            for (int index = 0; index < state.transitions().size(); index++) {
                var exit = state.transitions().get(index);
                if (exit.next() == null && !exit.event().equals("hangup") && !exit.event().equals("callComplete")) {
                    problems.warning(
                            EXIT_LEADS_NOWHERE,
                            graph.path(state.name()) + "/transitions/" + index,
                            "'" + state.name() + "' leads nowhere on '" + exit.event() + "'; a caller is hung up on without a word",
                            "Lead it to a widget, if only to say goodbye");
                }
            }
        }
    }

    private void variables() {
        var set = new HashSet<String>();
        for (var state : flow.states()) {
            if (state.widget() instanceof Widget.SetVariables(var variables)) {
                variables.forEach(variable -> set.add(variable.key()));
            }
        }
        for (var use : TemplateUses.in(json)) {
            var local = Liquid.assigned(use.template());
            for (var path : use.references()) {
                if (!local.contains(path.getFirst())) {
                    one(use, path, set);
                }
            }
        }
    }

    private void one(TemplateUses use, List<String> path, Set<String> set) {
        var place = "'" + use.state() + "'." + use.label();
        var name = String.join(".", path);
        if (!ROOTS.contains(path.getFirst())) {
            problems.warning(
                    UNKNOWN_NAME,
                    use.path(),
                    place + " uses " + name + ", but only trigger, widgets, flow and contact hold anything",
                    "Did you mean flow.variables." + name + "?");
        } else if (path.getFirst().equals("flow") && path.size() > 1 && !FLOW.contains(path.get(1))) {
            problems.warning(
                    UNKNOWN_NAME,
                    use.path(),
                    place + " uses " + name + ", which never has a value",
                    "Use flow.variables." + path.get(1) + " or flow.data." + path.get(1));
        } else if (name.startsWith("flow.variables.") && !set.contains(path.get(2))) {
            problems.warning(
                    VARIABLE_NEVER_SET,
                    use.path(),
                    place + " uses " + name + ", but no set-variables sets it" + Closest.hint(path.get(2), set),
                    "Set it, or correct the name");
        } else if (path.getFirst().equals("widgets") && path.size() > 2) {
            output(use, path, place);
        }
    }

    private void output(TemplateUses use, List<String> path, String place) {
        var state = flow.state(path.get(1));
        var key = path.get(2);
        if (state.isEmpty() || state.get().widget() instanceof Widget.SetVariables(var variables)
                && variables.stream().anyMatch(variable -> variable.key().equals(key))) {
            return;
        }
        var type = Catalogue.type(state.get().type());
        boolean onCall = type.stream().anyMatch(known -> known.nature() == WidgetType.Nature.ON_CALL)
                || state.get().widget() instanceof Widget.OutgoingCall;
        boolean anything = switch (state.get().widget()) {
            case Widget.TwimlRedirect _, Widget.RunSubflow _, Widget.Unsupported _, Widget.RecordCall _ -> true;
            default -> false;
        };
        var outputs = type.map(WidgetType::outputs).orElse(List.of());
        if (!anything && !outputs.contains(key) && !(onCall && CALL.contains(key))) {
            problems.warning(
                    UNKNOWN_OUTPUT,
                    use.path(),
                    place + " uses widgets." + path.get(1) + "." + key + ", which '" + path.get(1) + "' ("
                            + state.get().type() + ") never stores" + Closest.hint(key, outputs),
                    outputs.isEmpty() ? "It stores nothing" : "It stores " + String.join(", ", outputs));
        }
    }
}
