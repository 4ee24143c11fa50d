package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.sid.TaskChannelSid;
import org.jspecify.annotations.Nullable;

/// Running counts of the live tasks of one workspace, workflow or task queue, kept apart by task channel so that
/// statistics restricted to a channel cost nothing extra (10.3).
final class Tally {
    private final TreeMap<TaskChannelSid, Counts> channels = new TreeMap<>();

    private static final class Counts {
        final EnumMap<TaskStatus, Integer> byStatus = new EnumMap<>(TaskStatus.class);
        final TreeMap<Integer, Integer> byPriority = new TreeMap<>();
        final TreeSet<Born> waiting = new TreeSet<>();
        final TreeSet<Born> waitingInQueue = new TreeSet<>();

        boolean isEmpty() {
            return byStatus.isEmpty();
        }
    }

    static boolean isCounted(Task task) {
        return !task.status().isFinal();
    }

    private static boolean waits(Task task) {
        return task.status() == TaskStatus.PENDING || task.status() == TaskStatus.RESERVED;
    }

    void add(Task task) {
        var counts = channels.computeIfAbsent(task.taskChannel(), _ -> new Counts());
        counts.byStatus.merge(task.status(), 1, Integer::sum);
        counts.byPriority.merge(task.priority(), 1, Integer::sum);
        if (waits(task)) {
            counts.waiting.add(new Born(task.dateCreated(), task.sid()));
            counts.waitingInQueue.add(new Born(enteredQueue(task), task.sid()));
        }
    }

    void remove(Task task) {
        var counts = channels.get(task.taskChannel());
        if (counts == null) {
            throw new IllegalStateException("never counted: " + task.sid());
        }
        drop(counts.byStatus, task.status());
        drop(counts.byPriority, task.priority());
        if (waits(task)) {
            counts.waiting.remove(new Born(task.dateCreated(), task.sid()));
            counts.waitingInQueue.remove(new Born(enteredQueue(task), task.sid()));
        }
        if (counts.isEmpty()) {
            channels.remove(task.taskChannel());
        }
    }

    private static Instant enteredQueue(Task task) {
        var entered = task.taskQueueEnteredDate();
        return entered == null ? task.dateCreated() : entered;
    }

    private static <K> void drop(Map<K, Integer> counts, K key) {
        counts.merge(key, -1, (old, step) -> old + step == 0 ? null : Integer.valueOf(old + step));
    }

    /// The counts of one channel, or of all when null.
    TaskCounts counts(@Nullable TaskChannelSid channel) {
        Collection<Counts> parts = channel == null ? channels.values() : some(channels.get(channel));
        var byStatus = new EnumMap<TaskStatus, Integer>(TaskStatus.class);
        for (var status : List.of(
                TaskStatus.PENDING, TaskStatus.RESERVED, TaskStatus.ASSIGNED, TaskStatus.WRAPPING)) {
            byStatus.put(status, 0);
        }
        var byPriority = new TreeMap<Integer, Integer>();
        var waiting = new ArrayList<Born>();
        var waitingInQueue = new ArrayList<Born>();
        for (var part : parts) {
            part.byStatus.forEach((status, count) -> byStatus.merge(status, count, Integer::sum));
            part.byPriority.forEach((priority, count) -> byPriority.merge(priority, count, Integer::sum));
            if (!part.waiting.isEmpty()) {
                waiting.add(part.waiting.first());
                waitingInQueue.add(part.waitingInQueue.first());
            }
        }
        return new TaskCounts(byStatus, byPriority, oldest(waiting), oldest(waitingInQueue));
    }

    private static List<Counts> some(@Nullable Counts counts) {
        return counts == null ? List.of() : List.of(counts);
    }

    private static TaskCounts.@Nullable Longest oldest(List<Born> candidates) {
        return candidates.stream()
                .min(Born::compareTo)
                .map(born -> new TaskCounts.Longest((org.cordboard.routing.sid.TaskSid) born.sid(), born.at()))
                .orElse(null);
    }
}
