package org.cordboard.flow;

import java.util.List;
import java.util.Optional;

/// One widget of a flow under its name.
///
/// @param type the published type name, for example `gather-input-on-call`
public record State(String name, String type, Widget widget, List<Transition> transitions) {

    public State {
        transitions = List.copyOf(transitions);
    }

    /// The first exit for this event. Splits have several called `match`; those are chosen by their conditions.
    public Optional<Transition> on(String event) {
        return transitions.stream().filter(transition -> transition.event().equals(event)).findFirst();
    }
}
