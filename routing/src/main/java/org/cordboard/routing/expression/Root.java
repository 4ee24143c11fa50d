package org.cordboard.routing.expression;

/// What the first part of a reference stands for.
public enum Root {
    WORKER("worker"),
    TASK("task"),
    /// Time of day and day of week, UTC.
    TIME("taskrouter"),
    /// Counts of the workers of a task queue.
    WORKERS("workers");

    private final String prefix;

    Root(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }
}
