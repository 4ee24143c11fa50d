package org.cordboard.apps.setup;

import java.util.List;
import java.util.Map;

/// The pieces of a workflow configuration.
public final class Routing {
    private Routing() {}

    public static Map<String, Object> configuration(List<? extends Map<String, ?>> filters, String defaultQueue) {
        return Map.of("task_routing", Map.of("filters", filters, "default_filter", Map.of("queue", defaultQueue)));
    }

    /// Without a default queue a task that no filter keeps is canceled.
    public static Map<String, Object> configuration(List<? extends Map<String, ?>> filters) {
        return Map.of("task_routing", Map.of("filters", filters));
    }

    /// Tries the targets from the first to the last.
    public static Map<String, Object> filter(String name, String expression, List<? extends Map<String, ?>> targets) {
        return Map.of("filter_friendly_name", name, "expression", expression, "targets", targets);
    }

    /// Keeps the priority the task has.
    public static Map<String, Object> target(String queue, int seconds) {
        return Map.of("queue", queue, "timeout", seconds);
    }

    /// @param seconds how long a task waits here before the next target
    public static Map<String, Object> target(String queue, int priority, int seconds) {
        return Map.of("queue", queue, "priority", priority, "timeout", seconds);
    }

    /// @param skipIf when there is no point in waiting here
    public static Map<String, Object> skippable(String queue, int priority, int seconds, String skipIf) {
        return Map.of("queue", queue, "priority", priority, "timeout", seconds, "skip_if", skipIf);
    }
}
