package org.cordboard.api.taskrouter;

import static org.cordboard.api.taskrouter.Links.in;
import static org.cordboard.api.taskrouter.Links.workspace;

import java.time.Duration;
import java.util.Map;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// The published shapes of the TaskRouter resources, field by field (2.1 to 2.9).
final class Shapes {
    private Shapes() {}

    static final Representation<WorkspaceView> WORKSPACE = Representation.<WorkspaceView>named("workspace")
            .text("sid", (w, at) -> w.workspace().sid().value())
            .text("account_sid", (w, at) -> w.workspace().account().value())
            .text("friendly_name", (w, at) -> w.workspace().friendlyName())
            .text("event_callback_url", (w, at) -> w.workspace().eventCallbackUrl())
            .text("events_filter", (w, at) -> w.workspace().eventsFilter())
            .text(
                    "default_activity_sid",
                    (w, at) -> w.workspace().defaultActivity().value())
            .text("default_activity_name", (w, at) -> w.defaultActivityName())
            .text(
                    "timeout_activity_sid",
                    (w, at) -> w.workspace().timeoutActivity().value())
            .text("timeout_activity_name", (w, at) -> w.timeoutActivityName())
            .flag("multi_task_enabled", (w, at) -> w.workspace().multiTaskEnabled())
            .text(
                    "prioritize_queue_order",
                    (w, at) -> w.workspace().prioritizeQueueOrder().wire())
            .iso("date_created", (w, at) -> w.workspace().dateCreated())
            .iso("date_updated", (w, at) -> w.workspace().dateUpdated())
            .text("url", (w, at) -> workspace(at, w.workspace().sid()))
            .links("links", (w, at) -> workspaceLinks(w.workspace(), at))
            .build();

    private static Map<String, @Nullable String> workspaceLinks(Workspace w, Place at) {
        return Links.of(
                "activities", in(at, w.sid(), "Activities"),
                "events", in(at, w.sid(), "Events"),
                "tasks", in(at, w.sid(), "Tasks"),
                "task_queues", in(at, w.sid(), "TaskQueues"),
                "task_channels", in(at, w.sid(), "TaskChannels"),
                "workers", in(at, w.sid(), "Workers"),
                "workflows", in(at, w.sid(), "Workflows"),
                "statistics", in(at, w.sid(), "Statistics"),
                "real_time_statistics", in(at, w.sid(), "RealTimeStatistics"),
                "cumulative_statistics", in(at, w.sid(), "CumulativeStatistics"));
    }

    static final Representation<Owned<Activity>> ACTIVITY = Representation.<Owned<Activity>>named("activity")
            .text("sid", (a, at) -> a.it().sid().value())
            .text("account_sid", (a, at) -> a.account().value())
            .text("workspace_sid", (a, at) -> a.it().workspace().value())
            .text("friendly_name", (a, at) -> a.it().friendlyName())
            .flag("available", (a, at) -> a.it().available())
            .iso("date_created", (a, at) -> a.it().dateCreated())
            .iso("date_updated", (a, at) -> a.it().dateUpdated())
            .text("url", (a, at) -> in(at, a.it().workspace(), "Activities", a.it().sid()))
            .links("links", (a, at) -> Links.of("workspace", workspace(at, a.it().workspace())))
            .build();

    static final Representation<Owned<TaskChannel>> TASK_CHANNEL = Representation.<Owned<TaskChannel>>named(
                    "task_channel")
            .text("sid", (c, at) -> c.it().sid().value())
            .text("account_sid", (c, at) -> c.account().value())
            .text("workspace_sid", (c, at) -> c.it().workspace().value())
            .text("friendly_name", (c, at) -> c.it().friendlyName())
            .text("unique_name", (c, at) -> c.it().uniqueName())
            .flag("channel_optimized_routing", (c, at) -> c.it().channelOptimizedRouting())
            .iso("date_created", (c, at) -> c.it().dateCreated())
            .iso("date_updated", (c, at) -> c.it().dateUpdated())
            .text("url", (c, at) -> in(at, c.it().workspace(), "TaskChannels", c.it().sid()))
            .links("links", (c, at) -> Links.of("workspace", workspace(at, c.it().workspace())))
            .build();

    static final Representation<TaskQueueView> TASK_QUEUE = Representation.<TaskQueueView>named("task_queue")
            .text("sid", (q, at) -> q.queue().sid().value())
            .text("account_sid", (q, at) -> q.account().value())
            .text("workspace_sid", (q, at) -> q.queue().workspace().value())
            .text("friendly_name", (q, at) -> q.queue().friendlyName())
            .text("target_workers", (q, at) -> q.queue().targetWorkers())
            .integer("max_reserved_workers", (q, at) -> q.queue().maxReservedWorkers())
            .text("task_order", (q, at) -> q.queue().taskOrder().wire())
            .text("reservation_activity_sid", (q, at) -> value(q.queue().reservationActivity()))
            .text("reservation_activity_name", (q, at) -> q.reservationActivityName())
            .text("assignment_activity_sid", (q, at) -> value(q.queue().assignmentActivity()))
            .text("assignment_activity_name", (q, at) -> q.assignmentActivityName())
            .iso("date_created", (q, at) -> q.queue().dateCreated())
            .iso("date_updated", (q, at) -> q.queue().dateUpdated())
            .text(
                    "url",
                    (q, at) -> in(
                            at, q.queue().workspace(), "TaskQueues", q.queue().sid()))
            .links("links", (q, at) -> taskQueueLinks(q.queue(), at))
            .build();

    private static Map<String, @Nullable String> taskQueueLinks(TaskQueue q, Place at) {
        return Links.of(
                "workspace", workspace(at, q.workspace()),
                "assignment_activity", in(at, q.workspace(), "Activities", q.assignmentActivity()),
                "reservation_activity", in(at, q.workspace(), "Activities", q.reservationActivity()),
                "statistics", in(at, q.workspace(), "TaskQueues", q.sid(), "Statistics"),
                "real_time_statistics", in(at, q.workspace(), "TaskQueues", q.sid(), "RealTimeStatistics"),
                "cumulative_statistics", in(at, q.workspace(), "TaskQueues", q.sid(), "CumulativeStatistics"),
                "list_statistics", in(at, q.workspace(), "TaskQueues", "Statistics"),
                "bulk_real_time_statistics", in(at, q.workspace(), "TaskQueues", "RealTimeStatistics"));
    }

    static final Representation<Owned<Workflow>> WORKFLOW = Representation.<Owned<Workflow>>named("workflow")
            .text("sid", (w, at) -> w.it().sid().value())
            .text("account_sid", (w, at) -> w.account().value())
            .text("workspace_sid", (w, at) -> w.it().workspace().value())
            .text("friendly_name", (w, at) -> w.it().friendlyName())
            .text("configuration", (w, at) -> w.it().configuration())
            .text("assignment_callback_url", (w, at) -> w.it().assignmentCallbackUrl())
            .text("fallback_assignment_callback_url", (w, at) -> w.it().fallbackAssignmentCallbackUrl())
            .integer("task_reservation_timeout", (w, at) -> w.it().taskReservationTimeout())
            .text("document_content_type", (w, at) -> "application/json")
            .iso("date_created", (w, at) -> w.it().dateCreated())
            .iso("date_updated", (w, at) -> w.it().dateUpdated())
            .text("url", (w, at) -> in(at, w.it().workspace(), "Workflows", w.it().sid()))
            .links("links", (w, at) -> statisticsLinks(w.it(), at))
            .build();

    private static Map<String, @Nullable String> statisticsLinks(Workflow w, Place at) {
        return Links.of(
                "statistics", in(at, w.workspace(), "Workflows", w.sid(), "Statistics"),
                "real_time_statistics", in(at, w.workspace(), "Workflows", w.sid(), "RealTimeStatistics"),
                "cumulative_statistics", in(at, w.workspace(), "Workflows", w.sid(), "CumulativeStatistics"));
    }

    static final Representation<WorkerView> WORKER = Representation.<WorkerView>named("worker")
            .text("sid", (w, at) -> w.worker().sid().value())
            .text("account_sid", (w, at) -> w.account().value())
            .text("workspace_sid", (w, at) -> w.worker().workspace().value())
            .text("friendly_name", (w, at) -> w.worker().friendlyName())
            .text("attributes", (w, at) -> w.worker().attributes())
            .text("activity_sid", (w, at) -> w.worker().activity().value())
            .text("activity_name", (w, at) -> w.activityName())
            .flag("available", (w, at) -> w.available())
            .iso("date_created", (w, at) -> w.worker().dateCreated())
            .iso("date_updated", (w, at) -> w.worker().dateUpdated())
            .iso("date_status_changed", (w, at) -> w.worker().dateStatusChanged())
            .text(
                    "url",
                    (w, at) ->
                            in(at, w.worker().workspace(), "Workers", w.worker().sid()))
            .links("links", (w, at) -> workerLinks(w.worker(), at))
            .build();

    /// Three of them point at the collection of workers, not at this one; so does the public service.
    private static Map<String, @Nullable String> workerLinks(Worker w, Place at) {
        String channels = in(at, w.workspace(), "Workers", w.sid(), "Channels");
        return Links.of(
                "workspace", workspace(at, w.workspace()),
                "activity", in(at, w.workspace(), "Activities", w.activity()),
                "channels", channels,
                "worker_channels", channels,
                "reservations", in(at, w.workspace(), "Workers", w.sid(), "Reservations"),
                "worker_statistics", in(at, w.workspace(), "Workers", w.sid(), "Statistics"),
                "statistics", in(at, w.workspace(), "Workers", "Statistics"),
                "real_time_statistics", in(at, w.workspace(), "Workers", "RealTimeStatistics"),
                "cumulative_statistics", in(at, w.workspace(), "Workers", "CumulativeStatistics"));
    }

    static final Representation<Owned<WorkerChannel>> WORKER_CHANNEL = Representation.<Owned<WorkerChannel>>named(
                    "worker_channel")
            .text("sid", (c, at) -> c.it().sid().value())
            .text("account_sid", (c, at) -> c.account().value())
            .text("workspace_sid", (c, at) -> c.it().workspace().value())
            .text("worker_sid", (c, at) -> c.it().worker().value())
            .text("task_channel_sid", (c, at) -> c.it().taskChannel().value())
            .text("task_channel_unique_name", (c, at) -> c.it().taskChannelUniqueName())
            .integer("configured_capacity", (c, at) -> c.it().configuredCapacity())
            .integer("assigned_tasks", (c, at) -> c.it().assignedTasks())
            .flag("available", (c, at) -> c.it().available())
            .integer("available_capacity_percentage", (c, at) -> c.it().availableCapacityPercentage())
            .iso("date_created", (c, at) -> c.it().dateCreated())
            .iso("date_updated", (c, at) -> c.it().dateUpdated())
            .text("url", (c, at) -> in(at, c.it().workspace(), "Workers", c.it().worker(), "Channels", c.it().sid()))
            .build();

    static final Representation<TaskView> TASK = Representation.<TaskView>named("task")
            .text("sid", (t, at) -> t.task().sid().value())
            .text("account_sid", (t, at) -> t.account().value())
            .text("workspace_sid", (t, at) -> t.task().workspace().value())
            .text("workflow_sid", (t, at) -> value(t.task().workflow()))
            .text("workflow_friendly_name", (t, at) -> t.workflowName())
            .text("task_queue_sid", (t, at) -> value(t.task().taskQueue()))
            .text("task_queue_friendly_name", (t, at) -> t.taskQueueName())
            .iso("task_queue_entered_date", (t, at) -> t.task().taskQueueEnteredDate())
            .text("task_channel_sid", (t, at) -> t.task().taskChannel().value())
            .text("task_channel_unique_name", (t, at) -> t.taskChannelUniqueName())
            .text("assignment_status", (t, at) -> t.task().status().wire())
            .text("attributes", (t, at) -> t.task().attributes())
            .text("addons", (t, at) -> "{}")
            .integer("age", (t, at) -> age(t.task(), at))
            .integer("priority", (t, at) -> t.task().priority())
            .text("reason", (t, at) -> t.task().reason())
            .integer("timeout", (t, at) -> t.task().timeout())
            .text("routing_target", (t, at) -> t.task().routingTarget())
            .flag("ignore_capacity", (t, at) -> t.task().ignoreCapacity())
            .iso("date_created", (t, at) -> t.task().dateCreated())
            .iso("date_updated", (t, at) -> t.task().dateUpdated())
            .iso("virtual_start_time", (t, at) -> t.task().virtualStartTime())
            .text(
                    "url",
                    (t, at) -> in(at, t.task().workspace(), "Tasks", t.task().sid()))
            .links("links", (t, at) -> taskLinks(t.task(), at))
            .build();

    /// Whole seconds since the task was made; never negative, whatever the clocks of two machines say.
    static long age(Task task, Place at) {
        return Math.max(0, Duration.between(task.dateCreated(), at.now()).toSeconds());
    }

    private static Map<String, @Nullable String> taskLinks(Task t, Place at) {
        return Links.of(
                "workspace", workspace(at, t.workspace()),
                "workflow", in(at, t.workspace(), "Workflows", t.workflow()),
                "task_queue", in(at, t.workspace(), "TaskQueues", t.taskQueue()),
                "reservations", in(at, t.workspace(), "Tasks", t.sid(), "Reservations"));
    }

    /// The reservation as reached through its task, or through its worker: the address says which.
    static final Representation<Owned<Reservation>> TASK_RESERVATION = reservation("task_reservation", true);

    static final Representation<Owned<Reservation>> WORKER_RESERVATION = reservation("worker_reservation", false);

    private static Representation<Owned<Reservation>> reservation(String name, boolean byTask) {
        return Representation.<Owned<Reservation>>named(name)
                .text("sid", (r, at) -> r.it().sid().value())
                .text("account_sid", (r, at) -> r.account().value())
                .text("workspace_sid", (r, at) -> r.it().workspace().value())
                .text("task_sid", (r, at) -> r.it().task().value())
                .text("worker_sid", (r, at) -> r.it().worker().value())
                .text("worker_name", (r, at) -> r.it().workerName())
                .text("reservation_status", (r, at) -> r.it().status().wire())
                .iso("date_created", (r, at) -> r.it().dateCreated())
                .iso("date_updated", (r, at) -> r.it().dateUpdated())
                .text(
                        "url",
                        (r, at) -> byTask
                                ? in(at, r.it().workspace(), "Tasks", r.it().task(), "Reservations", r.it().sid())
                                : in(at, r.it().workspace(), "Workers", r.it().worker(), "Reservations", r.it().sid()))
                .links(
                        "links",
                        (r, at) -> Links.of(
                                "workspace", workspace(at, r.it().workspace()),
                                "task", in(at, r.it().workspace(), "Tasks", (Object) r.it().task()),
                                "worker", in(at, r.it().workspace(), "Workers", (Object) r.it().worker())))
                .build();
    }

    static @Nullable String value(@Nullable Sid sid) {
        return sid == null ? null : sid.value();
    }
}
