package org.cordboard.routing;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.sid.TaskSid;
import org.jspecify.annotations.Nullable;

/// Real-time counts of live tasks (10.3). Finished tasks are not counted.
///
/// @param byStatus always all four live states
/// @param byPriority only priorities that occur
/// @param longestWaiting oldest pending or reserved task by creation
/// @param longestInQueue oldest pending or reserved task by entry into its queue
public record TaskCounts(
        Map<TaskStatus, Integer> byStatus,
        SortedMap<Integer, Integer> byPriority,
        @Nullable Longest longestWaiting,
        @Nullable Longest longestInQueue) {

    public TaskCounts {
        byStatus = Collections.unmodifiableMap(new EnumMap<>(byStatus));
        byPriority = Collections.unmodifiableSortedMap(new TreeMap<>(byPriority));
    }

    /// @param since creation, or entry into the queue
    public record Longest(TaskSid task, Instant since) {}

    public int total() {
        return byStatus.values().stream().mapToInt(Integer::intValue).sum();
    }
}
