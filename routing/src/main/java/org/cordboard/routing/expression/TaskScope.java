package org.cordboard.routing.expression;

/// The attributes of one task.
public record TaskScope(Attributes attributes) implements Scope {
    @Override
    public Value resolve(Reference reference) {
        return reference.root() == Root.TASK ? reference.in(attributes.object()) : Value.NULL;
    }
}
