package org.cordboard.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a task would go now if it were created.
///
/// @param course the steps it would pass if nobody took it, in order, at most [#VISITS_MAX]
/// @param offeredTo whom it would be offered to first, best first; empty when it would wait
/// @param offeredIn index in the course of the step where that happens, -1 for none
/// @param end what happens at the end of the course
public record DryRun(List<Visit> course, List<Explanation.Candidate> offeredTo, int offeredIn, End end) {
    public static final int VISITS_MAX = 1_000;

    public DryRun {
        course = List.copyOf(course);
        offeredTo = List.copyOf(offeredTo);
    }

    /// @param enteredAfter seconds after creation
    /// @param leftAfter seconds after creation; null when it would stay until its lifetime ends
    /// @param skipped whether `skip_if` would send it on at once, as things are now
    public record Visit(
            Explanation.Stage stage, long enteredAfter, @Nullable Long leftAfter, boolean skipped) {}

    public enum End {
        /// It waits in the last step until its lifetime ends.
        WAITS,
        /// The workflow ends and cancels it.
        CANCELED,
        /// No filter takes it and there is no default filter: canceled at once.
        UNMATCHED
    }
}
