package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.TaskCounts;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// The published real-time fields (10.3), from the living state; which of them a resource shows, its representation
/// knows. Made inside [org.cordboard.routing.Engine#read]: tasks and workers are counted already.
///
/// @param tasks by status and priority
/// @param longestTaskWaiting oldest pending or reserved task by creation
/// @param longestRelativeTask the same by entry into its task queue
/// @param activities one per activity of the workspace, in order of creation
/// @param workers all of them; for a task queue those that satisfy its expression
/// @param availableWorkers those of them in an available activity, busy or not
public record RealTimeStatistics(
        TaskCounts tasks,
        Longest longestTaskWaiting,
        Longest longestRelativeTask,
        List<ActivityCount> activities,
        int workers,
        int availableWorkers) {

    /// @param task null when none waits; then the age is 0
    public record Longest(@Nullable TaskSid task, long ageSeconds) {
        private static Longest of(TaskCounts.@Nullable Longest longest, Instant now) {
            return longest == null
                    ? new Longest(null, 0)
                    : new Longest(
                            longest.task(),
                            Math.max(0, Duration.between(longest.since(), now).toSeconds()));
        }
    }

    public record ActivityCount(Activity activity, int workers) {}

    /// @param channel null for all
    public static RealTimeStatistics ofWorkspace(
            RoutingView view, WorkspaceSid workspace, @Nullable TaskChannelSid channel, Instant now) {
        return of(view.taskCounts(workspace, channel), view.workersByActivity(workspace), now);
    }

    /// @param channel null for all
    public static RealTimeStatistics ofTaskQueue(
            RoutingView view, TaskQueueSid taskQueue, @Nullable TaskChannelSid channel, Instant now) {
        return of(view.taskCounts(taskQueue, channel), view.workersByActivity(taskQueue), now);
    }

    /// @param channel null for all
    public static RealTimeStatistics ofWorkflow(
            RoutingView view,
            WorkspaceSid workspace,
            WorkflowSid workflow,
            @Nullable TaskChannelSid channel,
            Instant now) {
        return of(view.taskCounts(workflow, channel), view.workersByActivity(workspace), now);
    }

    /// Of chosen workers; only activities and their number have a meaning.
    public static RealTimeStatistics ofWorkers(
            RoutingView view, WorkspaceSid workspace, Collection<Worker> workers, Instant now) {
        var found = new HashMap<ActivitySid, Integer>();
        workers.forEach(worker -> found.merge(worker.activity(), 1, Integer::sum));
        var byActivity = new LinkedHashMap<Activity, Integer>();
        view.activities(workspace).forEach(activity -> byActivity.put(activity, found.getOrDefault(activity.sid(), 0)));
        return of(view.taskCounts(workspace, null), byActivity, now);
    }

    private static RealTimeStatistics of(TaskCounts tasks, SequencedMap<Activity, Integer> byActivity, Instant now) {
        var counts = byActivity.entrySet().stream()
                .map(entry -> new ActivityCount(entry.getKey(), entry.getValue()))
                .toList();
        return new RealTimeStatistics(
                tasks,
                Longest.of(tasks.longestWaiting(), now),
                Longest.of(tasks.longestInQueue(), now),
                counts,
                counts.stream().mapToInt(ActivityCount::workers).sum(),
                counts.stream()
                        .filter(count -> count.activity().available())
                        .mapToInt(ActivityCount::workers)
                        .sum());
    }
}
