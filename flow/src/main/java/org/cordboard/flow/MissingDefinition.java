package org.cordboard.flow;

/// The revision an execution runs, or the widget it stands on, is not among the definitions it was given. Whoever owns
/// the execution ends it with [Input.Stop] semantics; it can never go on.
public final class MissingDefinition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingDefinition(String flowSid, int revision, String state) {
        super("flow " + flowSid + " revision " + revision + " with widget '" + state + "' is not known");
    }
}
