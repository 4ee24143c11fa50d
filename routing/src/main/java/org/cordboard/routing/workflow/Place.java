package org.cordboard.routing.workflow;

/// Where in a configuration a task stands.
public sealed interface Place {

    /// In a target. Time budgets add up over the task's stay: the deadline counts from when the task entered the
    /// workflow,
    /// not the target.
    ///
    /// @param filter index from 0
    /// @param target index within the filter, from 0
    /// @param budgetSeconds time-outs of all targets the task went through, this one included
    record InTarget(int filter, int target, long budgetSeconds) implements Place {}

    /// In the queue of the default filter, until the task's own time to live ends.
    record InDefault() implements Place {}

    /// Nowhere: the task is to be canceled.
    record Over(Ending ending) implements Place {}

    enum Ending {
        /// No filter took the task and there is no default filter.
        UNMATCHED,
        /// The last target's deadline passed and no filter below takes the task.
        TIMED_OUT,
        /// The last target was skipped, no filter below takes the task, and there is no default filter.
        SKIPPED
    }
}
