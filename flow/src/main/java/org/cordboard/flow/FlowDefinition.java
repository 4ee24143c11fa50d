package org.cordboard.flow;

import java.util.List;
import java.util.Optional;

/// A flow as its author drew it: widgets and the exits that join them.
///
/// @param description free text
/// @param initialState name of the one trigger state
/// @param allowConcurrentCalls whether a second call of the same number gets its own execution
/// @param states all widgets in the order of the text
/// @param json the definition in the current format; export is this text, whatever format came in
public record FlowDefinition(
        String description, String initialState, boolean allowConcurrentCalls, List<State> states, String json) {

    public FlowDefinition {
        states = List.copyOf(states);
    }

    public Optional<State> state(String name) {
        return states.stream().filter(state -> state.name().equals(name)).findFirst();
    }

    /// The state an execution starts on. An imported definition always has it.
    public State trigger() {
        return state(initialState)
                .orElseThrow(() -> new IllegalStateException("no state is named " + initialState + ", the initial state"));
    }
}
