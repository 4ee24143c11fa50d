package org.cordboard.routing.expression;

import org.jspecify.annotations.Nullable;

/// Where an expression stands, which decides what its names mean.
public enum Context {
    /// `TargetWorkers` of a task queue: bare names are the worker's. Empty text matches nobody.
    QUEUE(Root.WORKER, false),
    /// A list filter over workers: as [#QUEUE], but a stray `}` at the end is forgiven and empty text matches
    /// everyone.
    WORKER_LIST(Root.WORKER, true),
    /// A workflow filter, or a list filter over tasks: bare names are the task's.
    FILTER(Root.TASK, null),
    /// A target of a workflow: every name needs its prefix. Empty text matches everyone.
    TARGET(null, true),
    /// `skip_if` of a target: only counts of workers. Empty text never skips.
    SKIP_IF(null, false);

    private final @Nullable Root bare;
    private final @Nullable Boolean whenBlank;

    Context(@Nullable Root bare, @Nullable Boolean whenBlank) {
        this.bare = bare;
        this.whenBlank = whenBlank;
    }

    /// What a name without prefix belongs to, or null when a prefix is required.
    @Nullable
    Root bare() {
        return bare;
    }

    /// What text of nothing but white space means, or null when that is an error.
    @Nullable
    Boolean whenBlank() {
        return whenBlank;
    }

    boolean allows(Root root) {
        return switch (this) {
            case QUEUE, WORKER_LIST -> root == Root.WORKER;
            case FILTER -> root == Root.TASK || root == Root.TIME;
            case TARGET -> root == Root.TASK || root == Root.WORKER || root == Root.TIME;
            case SKIP_IF -> root == Root.WORKERS;
        };
    }

    /// What a parser error says when a name has no prefix.
    String prefixes() {
        return switch (this) {
            case QUEUE, WORKER_LIST -> "worker.";
            case FILTER -> "task. or taskrouter.";
            case TARGET -> "task., worker. or taskrouter.";
            case SKIP_IF -> "workers.";
        };
    }
}
