package org.cordboard.routing;

import java.time.Instant;
import java.util.Comparator;
import org.cordboard.routing.entity.TaskOrder;

/// A waiting task's place in line: what the order of 6.3 compares, frozen.
record Waiting(int priority, Instant virtualStart, Born born, TaskNode task) {

    /// Higher priority, then older virtual start, then creation.
    static final Comparator<Waiting> FIFO = Comparator.comparingInt((Waiting waiting) -> -waiting.priority)
            .thenComparing(Waiting::virtualStart)
            .thenComparing(Waiting::born);

    /// Newest virtual start first, whatever the priority.
    static final Comparator<Waiting> LIFO = Comparator.comparing(Waiting::virtualStart)
            .thenComparing(Waiting::born)
            .reversed();

    static Waiting of(TaskNode task) {
        return new Waiting(task.value.priority(), task.value.virtualStartTime(), task.born, task);
    }

    static Comparator<Waiting> order(TaskOrder order) {
        return switch (order) {
            case FIFO -> FIFO;
            case LIFO -> LIFO;
        };
    }
}
