package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Problem;
import org.cordboard.api.taskrouter.Figures.About;
import org.cordboard.history.RealTimeStatistics;
import org.cordboard.history.Statistics;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Finds what figures are asked about (10): a workspace, a task queue, a workflow, workers.
final class Subjects {
    static final Parameter<String> TASK_CHANNEL = Parameter.text("TaskChannel");
    static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName");
    static final Parameter<String> TASK_QUEUE_NAME = Parameter.text("TaskQueueName");
    static final Parameter<TaskQueueSid> TASK_QUEUE_SID =
            Parameter.sid("TaskQueueSid", "WQ", TaskQueueSid::valid, TaskQueueSid::new);

    private final Tenancy tenancy;

    Subjects(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    /// What the figures are about.
    ///
    /// @param own name and value of the SID that the answer shows beside account and workspace
    /// @param workers only these, where the figures are about workers
    record Subject(
            Workspace workspace,
            About about,
            Statistics.Scope scope,
            List<String> own,
            Present present,
            @Nullable Set<WorkerSid> workers) {}

    /// The figures of this moment, on one task channel or, when null, on all.
    interface Present {
        RealTimeStatistics on(RoutingView view, @Nullable TaskChannelSid channel);
    }

    Subject workspace(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        return new Subject(
                workspace,
                About.WORKSPACE,
                new Statistics.Scope.OfWorkspace(workspace.sid()),
                List.of(),
                (view, channel) -> RealTimeStatistics.ofWorkspace(
                        view, workspace.sid(), channel, x.place().now()),
                null);
    }

    Subject taskQueue(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        return taskQueue(x, workspace, tenancy.taskQueue(x, workspace, "TaskQueueSid"));
    }

    Subject taskQueue(Exchange x, Workspace workspace, TaskQueue queue) {
        return new Subject(
                workspace,
                About.TASK_QUEUE,
                new Statistics.Scope.OfTaskQueue(workspace.sid(), queue.sid()),
                List.of("task_queue_sid", queue.sid().value()),
                (view, channel) -> RealTimeStatistics.ofTaskQueue(
                        view, queue.sid(), channel, x.place().now()),
                null);
    }

    Subject workflow(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Workflow workflow = tenancy.workflow(x, workspace, "WorkflowSid");
        return new Subject(
                workspace,
                About.WORKFLOW,
                new Statistics.Scope.OfWorkflow(workspace.sid(), workflow.sid()),
                List.of("workflow_sid", workflow.sid().value()),
                (view, channel) -> RealTimeStatistics.ofWorkflow(
                        view,
                        workspace.sid(),
                        workflow.sid(),
                        channel,
                        x.place().now()),
                null);
    }

    /// All workers, or those that pass the filters.
    Subject workers(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String name = x.get(FRIENDLY_NAME);
        TaskQueueSid queue = queue(x, workspace);
        List<Worker> chosen =
                tenancy
                        .read(view -> queue == null ? view.workers(workspace.sid()) : view.eligibleWorkers(queue))
                        .stream()
                        .filter(w -> name == null || w.friendlyName().equals(name))
                        .toList();
        Set<WorkerSid> sids =
                new LinkedHashSet<>(chosen.stream().map(Worker::sid).toList());
        return new Subject(
                workspace,
                About.WORKERS,
                new Statistics.Scope.OfWorkers(workspace.sid(), name == null && queue == null ? null : sids, queue),
                List.of(),
                (view, channel) -> RealTimeStatistics.ofWorkers(
                        view, workspace.sid(), chosen, x.place().now()),
                name == null && queue == null ? null : sids);
    }

    Subject worker(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Worker worker = tenancy.worker(x, workspace, "WorkerSid");
        Set<WorkerSid> only = Set.of(worker.sid());
        return new Subject(
                workspace,
                About.WORKERS,
                new Statistics.Scope.OfWorkers(workspace.sid(), only, null),
                List.of("worker_sid", worker.sid().value()),
                (view, channel) -> RealTimeStatistics.ofWorkers(
                        view, workspace.sid(), List.of(worker), x.place().now()),
                only);
    }

    private @Nullable TaskQueueSid queue(Exchange x, Workspace workspace) {
        TaskQueueSid sid = x.get(TASK_QUEUE_SID);
        String name = x.get(TASK_QUEUE_NAME);
        if (sid != null) {
            return known(workspace, sid).sid();
        }
        if (name == null) {
            return null;
        }
        return tenancy.read(view -> view.taskQueues(workspace.sid())).stream()
                .filter(q -> q.friendlyName().equals(name))
                .map(TaskQueue::sid)
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("TaskQueueName " + name + " does not exist in this workspace"));
    }

    private TaskQueue known(Workspace workspace, TaskQueueSid sid) {
        TaskQueue queue = tenancy.read(view -> view.taskQueue(sid));
        if (queue == null || !queue.workspace().equals(workspace.sid())) {
            throw Problem.badRequest("TaskQueueSid " + sid + " does not exist in this workspace");
        }
        return queue;
    }

    /// The figures of this moment.
    ObjectNode realTime(Exchange x, Subject subject) {
        TaskChannelSid channel = channel(x, subject);
        return Figures.realTime(
                subject.about(), tenancy.read(view -> subject.present().on(view, channel)));
    }

    @Nullable TaskChannelSid channel(Exchange x, Subject subject) {
        return EventResource.channel(tenancy, subject.workspace(), x.get(TASK_CHANNEL));
    }
}
