package org.cordboard.routing;

import java.time.Instant;
import java.util.Optional;

/// The deterministic heart as the log sees it. Owned by one thread; the same entries give the same state, outcomes and
/// events on every replica.
public interface StateMachine {

    /// Decides the entry's command and applies what follows. Never throws for a bad command: that is a refusal. A
    /// thrown
    /// exception is a bug or a damaged log, and the node must stop.
    Outcome apply(Entry entry);

    /// When the next deadline is due; an entry with [org.cordboard.routing.command.ExpireDue] at or after it makes it
    /// happen.
    Optional<Instant> earliestDeadline();

    /// Number of the last event.
    long position();

    RoutingView view();

    /// A consistent copy, cheap to take: entities are immutable.
    Snapshot snapshot();

    /// Replaces the whole state.
    void restore(Snapshot snapshot);
}
