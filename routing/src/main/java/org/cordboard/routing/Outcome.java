package org.cordboard.routing;

import java.util.List;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.Event;
import org.jspecify.annotations.Nullable;

/// What became of a command.
public sealed interface Outcome {

    /// It happened.
    ///
    /// @param subject the created or updated resource right after the command itself, before the engine acted on
    /// it: a
    ///     new task stands in its queue, but no reservation shows yet (2.8); null after a deletion
    /// @param events everything that followed from it, in order
    /// @param position number of the last of those events (or of the last before, when there are none)
    record Done(@Nullable Entity subject, List<Event> events, long position) implements Outcome {}

    /// It was refused; nothing changed.
    ///
    /// @param message the published text; names the parameter and the remedy where it is ours
    record Refused(Refusal refusal, String message) implements Outcome {}
}
