package org.cordboard.flow.liquid;

import java.time.ZoneId;

/// @param loopIterations of one `for`; the loop then stops quietly
/// @param renderedChars of the result and of every value on the way to it
/// @param zone what the `date` filter shows times in
public record Bounds(int loopIterations, int renderedChars, ZoneId zone) {}
