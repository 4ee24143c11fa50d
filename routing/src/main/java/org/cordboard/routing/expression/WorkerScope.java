package org.cordboard.routing.expression;

import org.jspecify.annotations.Nullable;

/// One worker as expressions see it: attributes first, then the built-in fields of the same name.
public interface WorkerScope extends Scope {
    Attributes attributes();

    String sid();

    String friendlyName();

    String activitySid();

    String activityName();

    /// The worker's channel for the task channel with this unique name, or null when there is none.
    @Nullable
    Channel channel(String uniqueName);

    /// @param assignedTasks accepted reservations
    /// @param availableCapacityPercentage 0 to 100
    record Channel(int configuredCapacity, int assignedTasks, int availableCapacityPercentage) {}

    @Override
    default Value resolve(Reference reference) {
        if (reference.root() != Root.WORKER) {
            return Value.NULL;
        }
        var attribute = reference.in(attributes().object());
        return attribute.isNull() ? builtIn(reference) : attribute;
    }

    private Value builtIn(Reference reference) {
        if (reference.steps().size() == 1) {
            return switch (reference.name()) {
                case "sid" -> Value.of(sid());
                case "friendly_name" -> Value.of(friendlyName());
                case "activity_sid" -> Value.of(activitySid());
                case "activity_name" -> Value.of(activityName());
                default -> Value.NULL;
            };
        }
        if (reference.steps().size() != 3 || !reference.name().equals("channel")) {
            return Value.NULL;
        }
        var channel = channel(reference.name(1));
        if (channel == null) {
            return Value.NULL;
        }
        return switch (reference.name(2)) {
            case "configured_capacity" -> Value.of(channel.configuredCapacity());
            case "assigned_tasks" -> Value.of(channel.assignedTasks());
            case "available_capacity_percentage" -> Value.of(channel.availableCapacityPercentage());
            default -> Value.NULL;
        };
    }
}
