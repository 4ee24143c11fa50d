package org.cordboard.api.taskrouter;

import static org.cordboard.api.taskrouter.StatisticsWindow.END_DATE;
import static org.cordboard.api.taskrouter.StatisticsWindow.MINUTES;
import static org.cordboard.api.taskrouter.StatisticsWindow.SPLIT;
import static org.cordboard.api.taskrouter.StatisticsWindow.START_DATE;
import static org.cordboard.api.taskrouter.Subjects.FRIENDLY_NAME;
import static org.cordboard.api.taskrouter.Subjects.TASK_CHANNEL;
import static org.cordboard.api.taskrouter.Subjects.TASK_QUEUE_NAME;
import static org.cordboard.api.taskrouter.Subjects.TASK_QUEUE_SID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Operation;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Past;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.taskrouter.Figures.About;
import org.cordboard.api.taskrouter.Subjects.Subject;
import org.cordboard.history.RealTimeStatistics;
import org.cordboard.history.Statistics;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;

/// Statistics (10): of a workspace, its task queues, workflows and workers; now, over a window, and both together.
final class StatisticsResource {
    private static final String WORKSPACE = "/v1/Workspaces/{WorkspaceSid}";
    private static final String QUEUES = WORKSPACE + "/TaskQueues";
    private static final String QUEUE = QUEUES + "/{TaskQueueSid}";
    private static final String WORKFLOW = WORKSPACE + "/Workflows/{WorkflowSid}";
    private static final String WORKERS = WORKSPACE + "/Workers";
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
    private final Subjects subjects;

    StatisticsResource(Tenancy tenancy, Past past) {
        this.tenancy = tenancy;
        this.past = past;
        this.subjects = new Subjects(tenancy);
    }

    List<Endpoint> endpoints() {
        List<Endpoint> rows = new ArrayList<>();
        rows.addAll(three(WORKSPACE, "Workspace", subjects::workspace));
        rows.addAll(three(QUEUE, "TaskQueue", subjects::taskQueue));
        rows.addAll(three(WORKFLOW, "Workflow", subjects::workflow));
        rows.add(get(WORKERS + "/Statistics", "FetchWorkerStatistics", OF_WORKERS, x -> both(x, subjects.workers(x))));
        rows.add(get(
                WORKERS + "/RealTimeStatistics",
                "FetchWorkersRealTimeStatistics",
                List.of(TASK_CHANNEL),
                x -> now(x, subjects.workers(x))));
        rows.add(get(
                WORKERS + "/CumulativeStatistics",
                "FetchWorkersCumulativeStatistics",
                OF_WORKERS,
                x -> over(x, subjects.workers(x))));
        rows.add(get(
                WORKERS + "/{WorkerSid}/Statistics",
                "FetchWorkerInstanceStatistics",
                List.of(END_DATE, MINUTES, START_DATE, TASK_CHANNEL),
                this::ofWorker));
        rows.add(Endpoint.get("taskrouter", QUEUES + "/Statistics", "ListTaskQueuesStatistics")
                .takes(Paging.with(END_DATE, MINUTES, START_DATE, TASK_CHANNEL, SPLIT, FRIENDLY_NAME))
                .lists("task_queues_statistics", ITEM)
                .by(this::listOfTaskQueues));
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

    private Answer both(Exchange x, Subject subject) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("realtime", subjects.realTime(x, subject));
        body.set("cumulative", cumulative(x, subject, true));
        return answer(x, subject, body);
    }

    private Answer now(Exchange x, Subject subject) {
        return answer(x, subject, subjects.realTime(x, subject));
    }

    private Answer over(Exchange x, Subject subject) {
        return answer(x, subject, cumulative(x, subject, false));
    }

    private Answer ofWorker(Exchange x) {
        Subject subject = subjects.worker(x);
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("cumulative", cumulative(x, subject, true));
        return answer(x, subject, body);
    }

    private ObjectNode cumulative(Exchange x, Subject subject, boolean exact) {
        Statistics.Window window = StatisticsWindow.of(x);
        TaskChannelSid channel = subjects.channel(x, subject);
        Statistics statistics = past.known().statistics();
        ObjectNode json = Figures.cumulative(
                subject.about(), statistics.cumulative(subject.scope(), window, channel, StatisticsWindow.thresholds(x)), exact);
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
        Subject subject = subjects.taskQueue(x, workspace, queue);
        ObjectNode item = Json.MAPPER.createObjectNode();
        item.set("cumulative", cumulative(x, subject, true));
        item.set("realtime", subjects.realTime(x, subject));
        identify(item, subject);
        return item;
    }
}
