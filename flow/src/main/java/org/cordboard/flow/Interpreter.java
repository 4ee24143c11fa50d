package org.cordboard.flow;

import java.time.Instant;

/// Runs executions: a pure function from execution and input to the next execution and what is to be done. Stateless and
/// safe to share; every call of one execution must come after the result of the previous one was kept.
public final class Interpreter {

    private final Definitions definitions;
    private final Limits limits;

    public Interpreter(Definitions definitions) {
        this(definitions, Limits.STANDARD);
    }

    public Interpreter(Definitions definitions, Limits limits) {
        this.definitions = definitions;
        this.limits = limits;
    }

    /// Begins an execution and runs it up to its first wait or its end.
    public Turn start(Start start, Instant now) {
        throw new UnsupportedOperationException("being written: " + definitions + limits);
    }

    /// Takes an input in. An ended execution answers with no step; if a call still asks, it is hung up.
    public Turn step(Execution execution, Input input, Instant now) {
        throw new UnsupportedOperationException("being written: " + definitions + limits);
    }
}
