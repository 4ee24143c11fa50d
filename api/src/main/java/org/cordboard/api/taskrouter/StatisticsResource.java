package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Operation;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Past;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
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

/// Statistics (10): of a workspace, its task queues, workflows and workers; now, over a window, and both together.
final class StatisticsResource {
    private static final int RETENTION_DAYS = 30;
    private static final int MAX_BULK = 50;
    private static final String WORKSPACE = "/v1/Workspaces/{WorkspaceSid}";
    private static final String QUEUES = WORKSPACE + "/TaskQueues";
    private static final String QUEUE = QUEUES + "/{TaskQueueSid}";
    private static final String WORKFLOW = WORKSPACE + "/Workflows/{WorkflowSid}";
    private static final String WORKERS = WORKSPACE + "/Workers";
    private static final Parameter<Integer> MINUTES = Parameter.integer("Minutes", 1, 43_200);
    private static final Parameter<Instant> START_DATE = Parameter.date("StartDate");
    private static final Parameter<Instant> END_DATE = Parameter.date("EndDate");
    private static final Parameter<String> TASK_CHANNEL = Parameter.text("TaskChannel");
    private static final Parameter<List<String>> SPLIT = Parameter.texts("SplitByWaitTime");
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName");
    private static final Parameter<String> TASK_QUEUE_NAME = Parameter.text("TaskQueueName");
    private static final Parameter<TaskQueueSid> TASK_QUEUE_SID =
            Parameter.sid("TaskQueueSid", "WQ", TaskQueueSid::valid, TaskQueueSid::new);
    private static final List<Parameter<?>> WINDOW = List.of(END_DATE, MINUTES, START_DATE, TASK_CHANNEL, SPLIT);
    private static final List<Parameter<?>> OF_WORKERS =
            List.of(END_DATE, MINUTES, START_DATE, TASK_CHANNEL, TASK_QUEUE_SID, TASK_QUEUE_NAME, FRIENDLY_NAME);

    /// Items of the list of task queues are made whole before they are written.
    private static final Representation<ObjectNode> ITEM = Representation.<ObjectNode>named("task_queues_statistics")
            .json("cumulative", (o, at) -> o.get("cumulative"))
            .json("realtime", (o, at) -> o.get("realtime"))
            .text("account_sid", (o, at) -> o.path("account_sid").asText())
            .text("workspace_sid", (o, at) -> o.path("workspace_sid").asText())
            .text("task_queue_sid", (o, at) -> o.path("task_queue_sid").asText())
            .build();

    private final Tenancy tenancy;
    private final Past past;

    StatisticsResource(Tenancy tenancy, Past past) {
        this.tenancy = tenancy;
        this.past = past;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> rows = new ArrayList<>();
        rows.addAll(three(WORKSPACE, "Workspace", this::ofWorkspace));
        rows.addAll(three(QUEUE, "TaskQueue", this::ofTaskQueue));
        rows.addAll(three(WORKFLOW, "Workflow", this::ofWorkflow));
        rows.add(get(WORKERS + "/Statistics", "FetchWorkerStatistics", OF_WORKERS, x -> both(x, ofWorkers(x))));
        rows.add(get(
                WORKERS + "/RealTimeStatistics",
                "FetchWorkersRealTimeStatistics",
                List.of(TASK_CHANNEL),
                x -> now(x, ofWorkers(x))));
        rows.add(get(
                WORKERS + "/CumulativeStatistics",
                "FetchWorkersCumulativeStatistics",
                OF_WORKERS,
                x -> over(x, ofWorkers(x))));
        rows.add(get(
                WORKERS + "/{WorkerSid}/Statistics",
                "FetchWorkerInstanceStatistics",
                List.of(END_DATE, MINUTES, START_DATE, TASK_CHANNEL),
                this::ofWorker));
        rows.add(Endpoint.get("taskrouter", QUEUES + "/Statistics", "ListTaskQueuesStatistics")
                .takes(Paging.with(END_DATE, MINUTES, START_DATE, TASK_CHANNEL, SPLIT, FRIENDLY_NAME))
                .lists("task_queues_statistics", ITEM)
                .by(this::listOfTaskQueues));
        rows.add(Endpoint.post("taskrouter", QUEUES + "/RealTimeStatistics", "CreateTaskQueueBulkRealTimeStatistics")
                .by(this::bulk));
        return rows;
    }

    private interface Finder {
        Subject of(Exchange x);
    }

    private List<Endpoint> three(String path, String name, Finder finder) {
        return List.of(
                get(path + "/Statistics", "Fetch" + name + "Statistics", WINDOW, x -> both(x, finder.of(x))),
                get(
                        path + "/RealTimeStatistics",
                        "Fetch" + name + "RealTimeStatistics",
                        List.of(TASK_CHANNEL),
                        x -> now(x, finder.of(x))),
                get(
                        path + "/CumulativeStatistics",
                        "Fetch" + name + "CumulativeStatistics",
                        WINDOW,
                        x -> over(x, finder.of(x))));
    }

    private static Endpoint get(String path, String name, List<Parameter<?>> parameters, Operation operation) {
        return Endpoint.get("taskrouter", path, name).takes(parameters).by(operation);
    }

    /// What the figures are about.
    ///
    /// @param own name and value of the SID that the answer shows beside account and workspace
    /// @param workers only these, where the figures are about workers
    private record Subject(
            Workspace workspace,
            About about,
            Statistics.Scope scope,
            List<String> own,
            Present present,
            @Nullable Set<WorkerSid> workers) {}

    /// The figures of this moment, on one task channel or, when null, on all.
    private interface Present {
        RealTimeStatistics on(RoutingView view, @Nullable TaskChannelSid channel);
    }

    private Subject ofWorkspace(Exchange x) {
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

    private Subject ofTaskQueue(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        return of(x, workspace, tenancy.taskQueue(x, workspace, "TaskQueueSid"));
    }

    private Subject of(Exchange x, Workspace workspace, TaskQueue queue) {
        return new Subject(
                workspace,
                About.TASK_QUEUE,
                new Statistics.Scope.OfTaskQueue(workspace.sid(), queue.sid()),
                List.of("task_queue_sid", queue.sid().value()),
                (view, channel) -> RealTimeStatistics.ofTaskQueue(
                        view, queue.sid(), channel, x.place().now()),
                null);
    }

    private Subject ofWorkflow(Exchange x) {
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
    private Subject ofWorkers(Exchange x) {
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

    private Answer both(Exchange x, Subject subject) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("realtime", realTime(x, subject));
        body.set("cumulative", cumulative(x, subject, true));
        return answer(x, subject, body);
    }

    private Answer now(Exchange x, Subject subject) {
        return answer(x, subject, realTime(x, subject));
    }

    private Answer over(Exchange x, Subject subject) {
        return answer(x, subject, cumulative(x, subject, false));
    }

    private Answer ofWorker(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Worker worker = tenancy.worker(x, workspace, "WorkerSid");
        Set<WorkerSid> only = Set.of(worker.sid());
        Subject subject = new Subject(
                workspace,
                About.WORKERS,
                new Statistics.Scope.OfWorkers(workspace.sid(), only, null),
                List.of("worker_sid", worker.sid().value()),
                (view, channel) -> RealTimeStatistics.ofWorkers(
                        view, workspace.sid(), List.of(worker), x.place().now()),
                only);
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("cumulative", cumulative(x, subject, true));
        return answer(x, subject, body);
    }

    private ObjectNode realTime(Exchange x, Subject subject) {
        TaskChannelSid channel = EventResource.channel(tenancy, subject.workspace(), x.get(TASK_CHANNEL));
        return Figures.realTime(
                subject.about(), tenancy.read(view -> subject.present().on(view, channel)));
    }

    private ObjectNode cumulative(Exchange x, Subject subject, boolean exact) {
        Statistics.Window window = window(x);
        TaskChannelSid channel = EventResource.channel(tenancy, subject.workspace(), x.get(TASK_CHANNEL));
        Statistics statistics = past.known().statistics();
        ObjectNode json = Figures.cumulative(
                subject.about(), statistics.cumulative(subject.scope(), window, channel, thresholds(x)), exact);
        if (subject.about() == About.WORKERS) {
            json.set(
                    "activity_durations",
                    Figures.activityDurations(
                            tenancy.read(
                                    view -> view.activities(subject.workspace().sid())),
                            statistics.activityDurations(subject.workspace().sid(), subject.workers(), window)));
        }
        return json;
    }

    private static Statistics.Window window(Exchange x) {
        Instant now = x.place().now();
        Integer minutes = x.get(MINUTES);
        Instant start = x.get(START_DATE);
        Instant end = x.get(END_DATE);
        if (minutes != null && (start != null || end != null)) {
            throw Problem.badRequest("Give Minutes, or StartDate and EndDate, not both");
        }
        Instant until = end == null ? now : end;
        Instant from = start == null ? until.minus(Duration.ofMinutes(minutes == null ? 15 : minutes)) : start;
        if (from.isBefore(now.minus(Duration.ofDays(RETENTION_DAYS)))) {
            throw new Problem(
                    ErrorCode.STATISTICS_TOO_OLD, "StartDate must not be more than " + RETENTION_DAYS + " days ago");
        }
        if (until.isBefore(from)) {
            throw Problem.badRequest("EndDate must not be before StartDate");
        }
        return new Statistics.Window(from, until);
    }

    private static List<Integer> thresholds(Exchange x) {
        try {
            List<Integer> thresholds =
                    x.get(SPLIT, List.of()).stream().map(Integer::valueOf).toList();
            if (thresholds.stream().allMatch(seconds -> seconds >= 0)) {
                return thresholds;
            }
        } catch (NumberFormatException notANumber) {
            throw badSplit();
        }
        throw badSplit();
    }

    private static Problem badSplit() {
        return Problem.badRequest("SplitByWaitTime must be whole seconds separated by commas, such as 5,30");
    }

    private static Answer answer(Exchange x, Subject subject, ObjectNode body) {
        identify(body, subject);
        body.put("url", x.place().base() + x.request().path());
        return Answer.json(200, body.toString());
    }

    private static void identify(ObjectNode body, Subject subject) {
        body.put("account_sid", subject.workspace().account().value());
        body.put("workspace_sid", subject.workspace().sid().value());
        for (int i = 0; i < subject.own().size(); i += 2) {
            body.put(subject.own().get(i), subject.own().get(i + 1));
        }
    }

    private Answer listOfTaskQueues(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String name = x.get(FRIENDLY_NAME);
        List<TaskQueue> all = tenancy.read(view -> view.taskQueues(workspace.sid())).stream()
                .filter(q -> name == null || q.friendlyName().equals(name))
                .toList();
        return Paging.v1(
                x,
                "task_queues_statistics",
                ITEM,
                all,
                Order.rising(TaskQueue::dateCreated, q -> q.sid().value()),
                page -> page.stream().map(q -> item(x, workspace, q)).toList());
    }

    private ObjectNode item(Exchange x, Workspace workspace, TaskQueue queue) {
        Subject subject = of(x, workspace, queue);
        ObjectNode item = Json.MAPPER.createObjectNode();
        item.set("cumulative", cumulative(x, subject, true));
        item.set("realtime", realTime(x, subject));
        identify(item, subject);
        return item;
    }

    /// Up to 50 task queues at once (10.6), named in a JSON body.
    private Answer bulk(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Set<String> sids = new LinkedHashSet<>();
        for (JsonNode sid : bulkSids(x.request().bodyText())) {
            if (!sid.isTextual() || sid.asText().isBlank()) {
                throw badBulk();
            }
            sids.add(sid.asText());
        }
        if (sids.isEmpty() || sids.size() > MAX_BULK) {
            throw badBulk();
        }
        ArrayNode rows = Json.MAPPER.createArrayNode();
        for (String sid : sids) {
            TaskQueue queue = TaskQueueSid.valid(sid) ? tenancy.read(v -> v.taskQueue(new TaskQueueSid(sid))) : null;
            if (queue == null || !queue.workspace().equals(workspace.sid())) {
                throw Problem.badRequest("TaskQueueSids names " + sid + ", which does not exist in this workspace");
            }
            ObjectNode row = realTime(x, of(x, workspace, queue));
            row.remove(List.of("longest_relative_task_age_in_queue", "longest_relative_task_sid_in_queue"));
            rows.add(row.put("task_queue_sid", queue.sid().value()));
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("account_sid", workspace.account().value());
        body.put("workspace_sid", workspace.sid().value());
        body.set("task_queue_data", rows);
        body.put("task_queue_response_count", rows.size());
        body.put("url", x.place().base() + x.request().path());
        return Answer.json(200, body.toString());
    }

    private static Problem badBulk() {
        return Problem.badRequest(
                "The body must be a JSON object with a TaskQueueSids array of 1 to " + MAX_BULK + " task queue SIDs");
    }

    private static JsonNode bulkSids(String text) {
        try {
            JsonNode body = Json.MAPPER.readTree(text);
            for (String name : List.of("TaskQueueSids", "task_queue_sids", "TaskQueueSid")) {
                if (body.path(name).isArray()) {
                    return body.path(name);
                }
            }
            if (!body.isArray()) {
                throw badBulk();
            }
            return body;
        } catch (JsonProcessingException malformed) {
            throw Problem.badRequest("The body is not valid JSON: " + Json.position(malformed));
        }
    }
}
