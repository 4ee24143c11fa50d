package org.cordboard.routing;

import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.jspecify.annotations.Nullable;

/// Checks that several kinds of resources share. Each refuses with a text that names the parameter.
final class Checks {
    private Checks() {}

    static String name(Turn turn, String parameter, String value) {
        if (value.isBlank()) {
            throw Refused.invalid(parameter + " field is required");
        }
        int length = value.codePointCount(0, value.length());
        if (length > turn.limits.nameLength()) {
            throw Refused.invalid("%s must not be longer than %d characters, was %d"
                    .formatted(parameter, turn.limits.nameLength(), length));
        }
        return value;
    }

    static int within(String parameter, int value, int min, int max) {
        if (value < min || value > max) {
            throw Refused.invalid("%s must be between %d and %d, was %d".formatted(parameter, min, max, value));
        }
        return value;
    }

    static void version(@Nullable Long wanted, long current) {
        if (wanted != null && wanted != current) {
            throw new Refused(Refusal.VERSION_MISMATCH, "Precondition Failed");
        }
    }

    /// Attributes as a client may write them.
    static String attributes(Turn turn, String text) {
        int length = text.codePointCount(0, text.length());
        if (length > turn.limits.attributesLength()) {
            throw Refused.invalid("Attributes must not be longer than %d characters, was %d"
                    .formatted(turn.limits.attributesLength(), length));
        }
        return switch (Attributes.parse(text)) {
            case Attributes.Parsed.Ok _ -> text;
            case Attributes.Parsed.NotJson(var message) -> throw Refused.invalid(message);
            case Attributes.Parsed.NotObject(var message) -> throw Refused.invalid(message);
            case Attributes.Parsed.TooLong(var message) -> throw Refused.invalid(message);
        };
    }

    static void expression(String text, Context context) {
        if (Expression.parse(text, context) instanceof Expression.Parsed.Failed(var problem)) {
            throw Refused.invalid(problem.message());
        }
    }

    static void limit(String what, int have, int max) {
        if (have >= max) {
            throw new Refused(Refusal.LIMIT, "A workspace holds at most %d %s".formatted(max, what));
        }
    }

    static WorkspaceNode workspace(Turn turn, org.cordboard.routing.sid.WorkspaceSid sid) {
        var node = turn.state.workspaces.get(sid);
        if (node == null) {
            throw Refused.notFound(sid);
        }
        return node;
    }
}
