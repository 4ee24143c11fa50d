package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// The published real-time fields (10.3), from the living state. Which of them a resource shows, its representation
/// knows. Make them inside [org.cordboard.routing.Engine#read] with [Present], then count outside: counting takes time
/// in proportion to the tasks.
///
/// @param tasksByStatus always pending, reserved, assigned and wrapping
/// @param tasksByPriority only priorities that occur
/// @param longestTaskWaiting oldest pending or reserved task by creation
/// @param longestRelativeTask the same by entry into its task queue
/// @param activities one per activity of the workspace, in order of creation
/// @param workers all of them; for a task queue those that satisfy its expression
/// @param availableWorkers those of them in an available activity, busy or not
public record RealTimeStatistics(
        SortedMap<TaskStatus, Integer> tasksByStatus,
        SortedMap<Integer, Integer> tasksByPriority,
        int totalTasks,
        Longest longestTaskWaiting,
        Longest longestRelativeTask,
        List<ActivityCount> activities,
        int workers,
        int availableWorkers) {

    /// @param task null when none waits; then the age is 0
    public record Longest(@Nullable TaskSid task, long ageSeconds) {
        static final Longest NONE = new Longest(null, 0);
    }

    public record ActivityCount(Activity activity, int workers) {}

    /// What the counting needs, copied from the state.
    public record Present(Instant now, List<Task> tasks, List<Activity> activities, List<Worker> workers) {
        /// Of the whole workspace, also the starting point for a workflow and for chosen workers.
        public static Present of(RoutingView view, WorkspaceSid workspace, Instant now) {
            return new Present(now, view.tasks(workspace), view.activities(workspace), view.workers(workspace));
        }

        /// Of one task queue: its tasks and its eligible workers.
        public static Present ofTaskQueue(
                RoutingView view, WorkspaceSid workspace, TaskQueueSid taskQueue, Instant now) {
            return new Present(now, view.tasks(workspace), view.activities(workspace), view.eligibleWorkers(taskQueue))
                    .where(task -> taskQueue.equals(task.taskQueue()));
        }

        public Present ofWorkflow(WorkflowSid workflow) {
            return where(task -> workflow.equals(task.workflow()));
        }

        /// @param channel null for all
        public Present onChannel(@Nullable TaskChannelSid channel) {
            return channel == null ? this : where(task -> task.taskChannel().equals(channel));
        }

        public Present withWorkers(Collection<Worker> chosen) {
            return new Present(now, tasks, activities, List.copyOf(chosen));
        }

        private Present where(Predicate<Task> condition) {
            return new Present(now, tasks.stream().filter(condition).toList(), activities, workers);
        }
    }

    public static RealTimeStatistics of(Present present) {
        var byStatus = new TreeMap<TaskStatus, Integer>();
        for (var status : List.of(TaskStatus.PENDING, TaskStatus.RESERVED, TaskStatus.ASSIGNED, TaskStatus.WRAPPING)) {
            byStatus.put(status, 0);
        }
        var byPriority = new TreeMap<Integer, Integer>();
        int total = 0;
        @Nullable Task oldest = null;
        @Nullable Task oldestInQueue = null;
        for (var task : present.tasks()) {
            if (task.status().isFinal()) {
                continue;
            }
            total++;
            byStatus.merge(task.status(), 1, Integer::sum);
            byPriority.merge(task.priority(), 1, Integer::sum);
            if (task.status() == TaskStatus.PENDING || task.status() == TaskStatus.RESERVED) {
                oldest = oldest == null || task.dateCreated().isBefore(oldest.dateCreated()) ? task : oldest;
                oldestInQueue =
                        oldestInQueue == null || entered(task).isBefore(entered(oldestInQueue)) ? task : oldestInQueue;
            }
        }
        var byActivity = new HashMap<ActivitySid, Integer>();
        present.workers().forEach(worker -> byActivity.merge(worker.activity(), 1, Integer::sum));
        return new RealTimeStatistics(
                byStatus,
                byPriority,
                total,
                oldest == null ? Longest.NONE : longest(oldest, oldest.dateCreated(), present.now()),
                oldestInQueue == null ? Longest.NONE : longest(oldestInQueue, entered(oldestInQueue), present.now()),
                counts(present.activities(), byActivity),
                present.workers().size(),
                available(present.activities(), byActivity));
    }

    private static Instant entered(Task task) {
        var entered = task.taskQueueEnteredDate();
        return entered == null ? task.dateCreated() : entered;
    }

    private static Longest longest(Task task, Instant since, Instant now) {
        return new Longest(task.sid(), Math.max(0, Duration.between(since, now).toSeconds()));
    }

    private static List<ActivityCount> counts(List<Activity> activities, Map<ActivitySid, Integer> workers) {
        return activities.stream()
                .map(activity -> new ActivityCount(activity, workers.getOrDefault(activity.sid(), 0)))
                .toList();
    }

    private static int available(List<Activity> activities, Map<ActivitySid, Integer> workers) {
        return activities.stream()
                .filter(Activity::available)
                .mapToInt(activity -> workers.getOrDefault(activity.sid(), 0))
                .sum();
    }
}
