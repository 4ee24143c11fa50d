package org.cordboard.routing.entity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a task stands in its workflow (4.2 to 4.6).
///
/// @param revision the configuration the task entered with
/// @param filter index of the current filter; -1 for the default filter
/// @param target index of the current target in that filter
/// @param enteredAt when the task entered the workflow; deadlines add up from here
/// @param budget seconds of target time-outs used up by the targets up to and including this one
/// @param deadline when this target ends; null for never
/// @param skipChecked whether `skip_if` was evaluated for this target entry
/// @param reEvaluate the attributes changed while the task was reserved: filters run again when the round ends (4.6)
public record WorkflowPlace(
        long revision,
        int filter,
        int target,
        Instant enteredAt,
        long budget,
        @Nullable Instant deadline,
        boolean skipChecked,
        boolean reEvaluate) {

    public static final int DEFAULT_FILTER = -1;
}
