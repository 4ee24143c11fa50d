package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.http.Json;
import org.cordboard.history.CumulativeStatistics;
import org.cordboard.history.Durations;
import org.cordboard.history.RealTimeStatistics;
import org.cordboard.history.Statistics;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskSid;
import org.jspecify.annotations.Nullable;

/// Statistics as JSON, field by field (10.3 to 10.5). Who they are about decides which fields there are.
final class Figures {
    /// What a set of figures is about.
    enum About {
        WORKSPACE,
        TASK_QUEUE,
        WORKFLOW,
        WORKERS
    }

    private Figures() {}

    static ObjectNode realTime(About about, RealTimeStatistics now) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        if (about != About.WORKFLOW) {
            json.set("activity_statistics", activities(now.activities()));
        }
        if (about != About.WORKERS) {
            tasks(json, about, now);
        }
        switch (about) {
            case WORKSPACE, WORKERS -> json.put("total_workers", now.workers());
            case TASK_QUEUE -> {
                json.put("total_available_workers", now.availableWorkers());
                json.put("total_eligible_workers", now.workers());
            }
            case WORKFLOW -> {
                // A workflow has tasks, not workers.
            }
        }
        return json;
    }

    private static void tasks(ObjectNode json, About about, RealTimeStatistics now) {
        json.put("longest_task_waiting_age", now.longestTaskWaiting().ageSeconds());
        json.put("longest_task_waiting_sid", text(now.longestTaskWaiting().task()));
        if (about == About.TASK_QUEUE) {
            json.put(
                    "longest_relative_task_age_in_queue",
                    now.longestRelativeTask().ageSeconds());
            json.put(
                    "longest_relative_task_sid_in_queue",
                    text(now.longestRelativeTask().task()));
        }
        ObjectNode byPriority = json.putObject("tasks_by_priority");
        now.tasks().byPriority().forEach((priority, count) -> byPriority.put(priority.toString(), count));
        ObjectNode byStatus = json.putObject("tasks_by_status");
        now.tasks().byStatus().forEach((status, count) -> byStatus.put(status.wire(), count));
        json.put("total_tasks", now.tasks().total());
    }

    private static @Nullable String text(@Nullable TaskSid sid) {
        return sid == null ? null : sid.value();
    }

    private static ArrayNode activities(List<RealTimeStatistics.ActivityCount> counts) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        counts.forEach(c -> all.addObject()
                .put("sid", c.activity().sid().value())
                .put("friendly_name", c.activity().friendlyName())
                .put("workers", c.workers()));
        return all;
    }

    /// @param exact whether averages may be decimals, as in the combined resource
    static ObjectNode cumulative(About about, CumulativeStatistics past, boolean exact) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("start_time", Dates.iso(past.window().start()));
        json.put("end_time", Dates.iso(past.window().end()));
        json.put("reservations_created", past.reservationsCreated());
        json.put("reservations_accepted", past.reservationsAccepted());
        json.put("reservations_rejected", past.reservationsRejected());
        json.put("reservations_timed_out", past.reservationsTimedOut());
        json.put("reservations_canceled", past.reservationsCanceled());
        json.put("reservations_rescinded", past.reservationsRescinded());
        if (about == About.WORKERS) {
            return json;
        }
        if (exact) {
            json.put(
                    "avg_task_acceptance_time", past.waitDurationUntilAccepted().averageSecondsExactly());
        } else {
            json.put("avg_task_acceptance_time", past.avgTaskAcceptanceTime());
        }
        switch (about) {
            case WORKSPACE -> json.put("tasks_created", past.tasksCreated());
            case TASK_QUEUE -> json.put("tasks_entered", past.tasksEnteredQueue());
            case WORKFLOW -> json.put("tasks_entered", past.tasksEnteredWorkflow());
            case WORKERS -> throw new IllegalStateException("workers have no tasks");
        }
        json.put("tasks_moved", past.tasksMoved());
        json.put("tasks_completed", past.tasksCompleted());
        json.put("tasks_canceled", past.tasksCanceled());
        json.put("tasks_deleted", past.tasksDeleted());
        if (about != About.TASK_QUEUE) {
            json.put("tasks_timed_out_in_workflow", past.tasksTimedOutInWorkflow());
        }
        json.set("wait_duration_until_accepted", durations(past.waitDurationUntilAccepted()));
        json.set("wait_duration_until_canceled", durations(past.waitDurationUntilCanceled()));
        if (about == About.TASK_QUEUE) {
            json.set("wait_duration_in_queue_until_accepted", durations(past.waitDurationInQueueUntilAccepted()));
        }
        split(json, past);
        return json;
    }

    private static ObjectNode durations(Durations durations) {
        return Json.MAPPER
                .createObjectNode()
                .put("avg", durations.averageSeconds())
                .put("min", durations.minSeconds())
                .put("max", durations.maxSeconds())
                .put("total", durations.totalSeconds());
    }

    private static void split(ObjectNode json, CumulativeStatistics past) {
        if (past.splitByWaitTime().isEmpty()) {
            json.putNull("split_by_wait_time");
            return;
        }
        ObjectNode all = json.putObject("split_by_wait_time");
        past.splitByWaitTime().forEach((seconds, split) -> {
            ObjectNode one = all.putObject(seconds.toString());
            one.putObject("above")
                    .put("tasks_canceled", split.tasksCanceledAbove())
                    .put("reservations_accepted", split.reservationsAcceptedAbove());
            one.putObject("below")
                    .put("tasks_canceled", split.tasksCanceledBelow())
                    .put("reservations_accepted", split.reservationsAcceptedBelow());
        });
    }

    /// All activities, those nobody was in with zeros.
    static ArrayNode activityDurations(List<Activity> activities, Map<ActivitySid, Durations> spent) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Activity activity : activities) {
            Durations one = spent.getOrDefault(activity.sid(), Durations.NONE);
            all.addObject()
                    .put("sid", activity.sid().value())
                    .put("friendly_name", activity.friendlyName())
                    .put("min", one.minSeconds())
                    .put("max", one.maxSeconds())
                    .put("avg", one.averageSeconds())
                    .put("total", one.totalSeconds());
        }
        return all;
    }

    /// For the echo of the window where nothing else is shown.
    static void window(ObjectNode json, Statistics.Window window) {
        json.put("start_time", Dates.iso(window.start()));
        json.put("end_time", Dates.iso(window.end()));
    }
}
