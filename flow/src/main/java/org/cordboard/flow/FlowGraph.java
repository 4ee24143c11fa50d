package org.cordboard.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The flow as a graph of names.
final class FlowGraph {

    private final FlowDefinition flow;
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();

    FlowGraph(FlowDefinition flow) {
        this.flow = flow;
        for (int index = 0; index < flow.states().size(); index++) {
            states.putIfAbsent(flow.states().get(index).name(), flow.states().get(index));
            positions.putIfAbsent(flow.states().get(index).name(), index);
        }
    }

    String path(String name) {
        return "#/states/" + positions.getOrDefault(name, 0);
    }

    Optional<State> trigger() {
        return Optional.ofNullable(states.get(flow.initialState()));
    }

    /// All widgets behind a trigger event; behind any of them for "".
    Set<String> behind(String triggerEvent) {
        return behind(triggerEvent, _ -> true);
    }

    /// @param through which widgets the walk goes on from
    Set<String> behind(String triggerEvent, Predicate<State> through) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<String>();
        trigger().stream()
                .flatMap(trigger -> trigger.transitions().stream())
                .filter(exit -> triggerEvent.isEmpty() || exit.event().equals(triggerEvent))
                .map(Transition::next)
                .forEach(next -> {
                    if (next != null) {
                        open.add(next);
                    }
                });
        while (!open.isEmpty()) {
            var name = open.poll();
            var state = states.get(name);
            if (state != null && found.add(name) && through.test(state)) {
                open.addAll(successors(state));
            }
        }
        return found;
    }

    private static List<String> successors(State state) {
        var successors = new ArrayList<String>();
        for (var exit : state.transitions()) {
            if (exit.next() != null) {
                successors.add(exit.next());
            }
        }
        return successors;
    }

    /// Loops of more than one widget, or of one on any exit, all of whose widgets pass the test; each widget is in one at most.
    List<List<String>> loops(Predicate<State> among) {
        var loops = new ArrayList<List<String>>();
        var reported = new LinkedHashSet<String>();
        for (var state : states.values()) {
            if (among.test(state) && !reported.contains(state.name())) {
                loop(state, among).ifPresent(loop -> {
                    loops.add(loop);
                    reported.addAll(loop);
                });
            }
        }
        return loops;
    }

    /// The shortest way from a widget back to itself.
    private Optional<List<String>> loop(State start, Predicate<State> among) {
        var cameFrom = new HashMap<String, String>();
        var open = new ArrayDeque<State>(List.of(start));
        while (!open.isEmpty()) {
            var state = open.poll();
            for (var next : successors(state)) {
                if (next.equals(start.name())) {
                    var loop = new ArrayList<String>(List.of(state.name()));
                    for (var at = state.name(); !at.equals(start.name()); ) {
                        at = cameFrom.getOrDefault(at, start.name());
                        loop.addFirst(at);
                    }
                    return Optional.of(loop);
                }
                var following = states.get(next);
                if (following != null && among.test(following) && cameFrom.putIfAbsent(next, state.name()) == null) {
                    open.add(following);
                }
            }
        }
        return Optional.empty();
    }
}
