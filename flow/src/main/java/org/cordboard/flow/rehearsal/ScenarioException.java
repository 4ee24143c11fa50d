package org.cordboard.flow.rehearsal;

/// A flow test that cannot be read.
public final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1L;

    public ScenarioException(String message) {
        super(message);
    }
}
