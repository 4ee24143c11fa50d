package org.cordboard.routing.expression;

import java.util.Locale;
import java.util.function.ToIntFunction;

/// How many workers of a task queue are in available and unavailable activities, and in each activity.
///
/// @param inActivity number of workers in the activity with this SID (`WA` and lower-case digits); 0 when there
/// is none
public record WorkersScope(int available, int unavailable, ToIntFunction<String> inActivity) implements Scope {
    @Override
    public Value resolve(Reference reference) {
        if (reference.root() != Root.WORKERS || reference.steps().size() != 1) {
            return Value.NULL;
        }
        var name = reference.name();
        return switch (name) {
            case "available" -> Value.of(available);
            case "unavailable" -> Value.of(unavailable);
            default ->
                name.startsWith("WA")
                        ? Value.of(
                                inActivity.applyAsInt("WA" + name.substring(2).toLowerCase(Locale.ROOT)))
                        : Value.NULL;
        };
    }
}
