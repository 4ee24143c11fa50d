package org.cordboard.routing.expression;

import java.util.function.ToIntFunction;
import org.cordboard.routing.sid.ActivitySid;

/// How many workers of a task queue are in available and unavailable activities, and in each activity.
///
/// @param inActivity number of workers in an activity; 0 for one nobody is in
public record WorkersScope(int available, int unavailable, ToIntFunction<ActivitySid> inActivity) implements Scope {
    @Override
    public Value resolve(Reference reference) {
        if (reference.root() != Root.WORKERS || reference.steps().size() != 1) {
            return Value.NULL;
        }
        var name = reference.name();
        return switch (name) {
            case "available" -> Value.of(available);
            case "unavailable" -> Value.of(unavailable);
            default -> ActivitySid.valid(name) ? Value.of(inActivity.applyAsInt(new ActivitySid(name))) : Value.NULL;
        };
    }
}
