package org.cordboard.flow;

import java.util.List;

/// What one input led to.
///
/// @param execution the next value; keep it
/// @param actions to perform in this order; at most one is [Action.Awaited], and it is the last
/// @param steps the steps written in this turn, oldest first; also the newest of [Execution#steps]
/// @param warnings for the debugger log
public record Turn(Execution execution, List<Action> actions, List<Step> steps, List<Warning> warnings) {

    public Turn {
        actions = List.copyOf(actions);
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /// @param code published debugger code, for example 81002
    /// @param widget the widget it happened on
    public record Warning(int code, String widget, String text) {}
}
