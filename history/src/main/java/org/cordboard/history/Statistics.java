package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Cumulative statistics (10.4, 10.5): counts and durations of the events inside a window, by the time of the event.
/// Real-time statistics come from the living state: [RealTimeStatistics].
public final class Statistics {
    private final Jdbi jdbi;
    private final InstantSource clock;

    Statistics(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Whose events are counted.
    public sealed interface Scope {
        WorkspaceSid workspace();

        record OfWorkspace(WorkspaceSid workspace) implements Scope {}

        record OfTaskQueue(WorkspaceSid workspace, TaskQueueSid taskQueue) implements Scope {}

        record OfWorkflow(WorkspaceSid workspace, WorkflowSid workflow) implements Scope {}

        /// @param workers null for all
        /// @param taskQueue null for any; restricts reservations, not activities
        record OfWorkers(
                WorkspaceSid workspace,
                @Nullable Collection<WorkerSid> workers,
                @Nullable TaskQueueSid taskQueue) implements Scope {}
    }

    /// From when to when, both inclusive.
    public record Window(Instant start, Instant end) {}

    /// The window of `Minutes`, 15 unless given.
    public Window lastMinutes(@Nullable Integer minutes) {
        var end = clock.instant();
        return new Window(end.minus(Duration.ofMinutes(minutes == null ? 15 : minutes)), end);
    }

    /// @param channel null for all
    /// @param thresholds seconds of SplitByWaitTime; empty for none
    public CumulativeStatistics cumulative(
            Scope scope, Window window, @Nullable TaskChannelSid channel, Collection<Integer> thresholds) {
        return jdbi.withHandle(handle -> {
            var where = where(scope, window, channel);
            var tallies = new EnumMap<EventType, EventTally>(EventType.class);
            where.bind(handle.createQuery("SELECT type, COUNT(*), COUNT(waited), COALESCE(SUM(waited), 0),"
                            + " COALESCE(MIN(waited), 0), COALESCE(MAX(waited), 0), COUNT(waited_queue),"
                            + " COALESCE(SUM(waited_queue), 0), COALESCE(MIN(waited_queue), 0),"
                            + " COALESCE(MAX(waited_queue), 0) FROM event WHERE " + where.text() + " GROUP BY type"))
                    .map((row, _) -> {
                        var type = EventType.ofWire(row.getString(1));
                        if (type != null) {
                            tallies.put(type, EventTally.read(row));
                        }
                        return true;
                    })
                    .list();
            var split = new TreeMap<Integer, CumulativeStatistics.Split>();
            for (int seconds : thresholds) {
                split.put(seconds, split(handle, where, seconds));
            }
            return new CumulativeStatistics(window, tallies, moved(handle, scope, window, channel), split);
        });
    }

    private static Where where(Scope scope, Window window, @Nullable TaskChannelSid channel) {
        var where = new Where("workspace", scope.workspace().value());
        where.atLeast("at", window.start());
        where.atMost("at", window.end());
        where.equal("task_channel", channel);
        switch (scope) {
            case Scope.OfWorkspace _ -> {}
            case Scope.OfTaskQueue queue -> where.equal("task_queue", queue.taskQueue());
            case Scope.OfWorkflow workflow -> where.equal("workflow", workflow.workflow());
            case Scope.OfWorkers workers -> {
                where.in("worker", values(workers.workers()));
                where.equal("task_queue", workers.taskQueue());
            }
        }
        return where;
    }

    private static @Nullable List<String> values(@Nullable Collection<WorkerSid> workers) {
        return workers == null ? null : workers.stream().map(WorkerSid::value).toList();
    }

    /// For a task queue the moves out of it count, and those events stand under the queue they went to.
    private static long moved(
            org.jdbi.v3.core.Handle handle, Scope scope, Window window, @Nullable TaskChannelSid channel) {
        var where = scope instanceof Scope.OfTaskQueue queue
                ? where(new Scope.OfWorkspace(queue.workspace()), window, channel)
                : where(scope, window, channel);
        if (scope instanceof Scope.OfTaskQueue queue) {
            where.equal("left_queue", queue.taskQueue());
        }
        where.equal("type", EventType.TASK_QUEUE_MOVED.wire());
        return where.bind(handle.createQuery("SELECT COUNT(*) FROM event WHERE " + where.text()))
                .mapTo(Long.class)
                .one();
    }

    /// Exactly equal counts as below.
    private static CumulativeStatistics.Split split(org.jdbi.v3.core.Handle handle, Where where, int seconds) {
        var counts = new HashMap<String, Long>();
        where.bind(handle.createQuery("SELECT type, CASE WHEN waited > :limit THEN 'above' ELSE 'below' END AS side,"
                        + " COUNT(*) FROM event WHERE " + where.text()
                        + " AND type IN ('task.canceled', 'reservation.accepted') GROUP BY type, side"))
                .bind("limit", seconds * 1000L)
                .map((row, _) -> counts.put(row.getString(1) + row.getString(2), row.getLong(3)) == null)
                .list();
        return new CumulativeStatistics.Split(
                counts.getOrDefault("task.canceledabove", 0L),
                counts.getOrDefault("reservation.acceptedabove", 0L),
                counts.getOrDefault("task.canceledbelow", 0L),
                counts.getOrDefault("reservation.acceptedbelow", 0L));
    }

    /// How long workers spent in each activity inside the window; a period counts with its part inside. Activities in
    /// which nobody was are absent.
    ///
    /// @param workers null for all
    public Map<ActivitySid, Durations> activityDurations(
            WorkspaceSid workspace, @Nullable Collection<WorkerSid> workers, Window window) {
        var where = new Where("workspace", workspace.value());
        where.below("began", window.end());
        where.add("(ended IS NULL OR (ended > :from AND ended > began))");
        where.in("worker", values(workers));
        var sql = "SELECT activity, COUNT(*), MIN(spent), MAX(spent), SUM(spent) FROM (SELECT activity,"
                + " (CASE WHEN ended IS NULL OR ended > :to THEN :to ELSE ended END)"
                + " - (CASE WHEN began < :from THEN :from ELSE began END) AS spent FROM activity_period WHERE "
                + where.text() + ") AS spans GROUP BY activity";
        var found = new LinkedHashMap<ActivitySid, Durations>();
        jdbi.useHandle(handle -> where.bind(handle.createQuery(sql))
                .bind("from", window.start().toEpochMilli())
                .bind("to", window.end().toEpochMilli())
                .map((row, _) -> found.put(
                                new ActivitySid(row.getString(1)),
                                new Durations(row.getLong(2), row.getLong(5), row.getLong(3), row.getLong(4)))
                        == null)
                .list());
        return found;
    }

    /// The thresholds of `SplitByWaitTime`, such as `5,30`, in ascending order.
    ///
    /// @throws NumberFormatException if one is not a whole number
    public static List<Integer> thresholds(String splitByWaitTime) {
        SortedMap<Integer, Boolean> sorted = new TreeMap<>();
        for (var part : splitByWaitTime.split(",", -1)) {
            sorted.put(Integer.parseInt(part.strip()), true);
        }
        return List.copyOf(sorted.keySet());
    }
}
