package org.cordboard.flow;

import java.time.Duration;
import java.time.ZoneId;

/// Bounds of executions and templates. [#STANDARD] holds the compatible values.
///
/// @param steps per execution, sub-flow steps included
/// @param inARow entries of the same widget without another between
/// @param life of an execution
/// @param loopIterations per Liquid `for`; the loop then stops
/// @param renderedChars of one rendered text
/// @param attributesChars of task attributes
/// @param responseChars of an HTTP or Function answer
/// @param timeZone zone of the Liquid `date` filter
public record Limits(
        int steps,
        int inARow,
        Duration life,
        int loopIterations,
        int renderedChars,
        int attributesChars,
        int responseChars,
        ZoneId timeZone) {

    public static final Limits STANDARD = new Limits(
            1000, 10, Duration.ofDays(30), 15, 16 * 1024, 1024, 64 * 1024, ZoneId.of("America/Los_Angeles"));
}
