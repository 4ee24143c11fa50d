package org.cordboard.flow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One widget finished inside an execution, written when it is left.
///
/// @param sid `FT…`, derived from the execution and the step's number
/// @param flowSid the flow the widget belongs to; a sub-flow's own SID for its widgets
/// @param parentStepSid the step of the parent's run-subflow widget, null outside sub-flows
/// @param name the event that left the widget
/// @param type the published type of the widget left
/// @param to the state entered, or [#ENDED]
/// @param context all variables after the widget's own were stored
public record Step(
        String sid,
        String flowSid,
        @Nullable String parentStepSid,
        String name,
        String type,
        String from,
        String to,
        Instant at,
        Map<String, Object> context) {

    public static final String ENDED = "Ended";

    public Step {
        context = Json.copy(context);
    }
}
