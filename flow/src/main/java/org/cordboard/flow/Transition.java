package org.cordboard.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exit of a widget.
///
/// @param next name of the state it leads to; null ends the branch
/// @param conditions only on the `match` exits of a split; all must hold
public record Transition(String event, @Nullable String next, List<Condition> conditions) {

    public Transition {
        conditions = List.copyOf(conditions);
    }
}
