package org.cordboard.api.taskrouter;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Task queues (2.4).
final class TaskQueues {
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/TaskQueues";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> TARGET_WORKERS =
            Parameter.text("TargetWorkers").clearable();
    private static final Parameter<Integer> MAX_RESERVED_WORKERS = Parameter.integer("MaxReservedWorkers", 1, 50);
    private static final Parameter<String> TASK_ORDER = Parameter.word("TaskOrder", "FIFO", "LIFO");
    private static final Parameter<String> RESERVATION_ACTIVITY_SID = activity("ReservationActivitySid");
    private static final Parameter<String> ASSIGNMENT_ACTIVITY_SID = activity("AssignmentActivitySid");
    private static final List<Parameter<?>> SETTINGS = List.of(
            TARGET_WORKERS, MAX_RESERVED_WORKERS, TASK_ORDER, RESERVATION_ACTIVITY_SID, ASSIGNMENT_ACTIVITY_SID);
    private static final Parameter<WorkerSid> WORKER_SID =
            Parameter.sid("WorkerSid", "WK", WorkerSid::valid, WorkerSid::new);
    private static final Parameter<String> EVALUATE_WORKER_ATTRIBUTES = Parameter.text("EvaluateWorkerAttributes");
    private static final Parameter<String> ORDERING = Parameter.word("Ordering", "DateUpdated:asc", "DateUpdated:desc");
    private final Tenancy tenancy;

    TaskQueues(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    private static Parameter<String> activity(String name) {
        return Parameter.sid(name, "WA", ActivitySid::valid, sid -> new ActivitySid(sid).value())
                .clearable();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListTaskQueue")
                        .takes(Paging.with(FRIENDLY_NAME, EVALUATE_WORKER_ATTRIBUTES, WORKER_SID, ORDERING))
                        .lists("task_queues", Shapes.TASK_QUEUE)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateTaskQueue")
                        .takes(FRIENDLY_NAME.required(), SETTINGS)
                        .answers(Shapes.TASK_QUEUE)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchTaskQueue")
                        .answers(Shapes.TASK_QUEUE)
                        .by(x -> answer(x, 200, tenancy.taskQueue(x, tenancy.workspace(x), "Sid"))),
                Endpoint.post("taskrouter", ITEM, "UpdateTaskQueue")
                        .takes(FRIENDLY_NAME, SETTINGS)
                        .answers(Shapes.TASK_QUEUE)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteTaskQueue").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String name = x.get(FRIENDLY_NAME);
        Set<TaskQueueSid> ofWorker = queuesOf(x.get(WORKER_SID));
        Attributes attributes = attributes(x.get(EVALUATE_WORKER_ATTRIBUTES));
        List<TaskQueue> all = tenancy.read(view -> view.taskQueues(workspace.sid())).stream()
                .filter(q -> name == null || q.friendlyName().equals(name))
                .filter(q -> ofWorker == null || ofWorker.contains(q.sid()))
                .filter(q -> attributes == null || takes(q, attributes))
                .toList();
        return Paging.v1(
                x,
                "task_queues",
                Shapes.TASK_QUEUE,
                all,
                order(x.get(ORDERING)),
                page -> tenancy.read(view -> page.stream()
                        .map(q -> TaskQueueView.of(view, q, workspace.account()))
                        .toList()));
    }

    private static Order<TaskQueue> order(@Nullable String ordering) {
        if (ordering == null) {
            return Order.rising(TaskQueue::dateCreated, q -> q.sid().value());
        }
        return Order.<TaskQueue>bySid(q -> q.sid().value())
                .thenDate(TaskQueue::dateUpdated, ordering.endsWith(":desc"));
    }

    private @Nullable Set<TaskQueueSid> queuesOf(@Nullable WorkerSid worker) {
        return worker == null
                ? null
                : tenancy.read(view -> view.taskQueuesOf(worker)).stream()
                        .map(TaskQueue::sid)
                        .collect(Collectors.toSet());
    }

    /// A JSON object of attributes, as the filter is usually given.
    private static @Nullable Attributes attributes(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (Attributes.parse(text)) {
            case Attributes.Parsed.Ok(var attributes) -> attributes;
            case Attributes.Parsed.TooLong(var message) ->
                throw Problem.badRequest(EVALUATE_WORKER_ATTRIBUTES.name() + ": " + message);
            case Attributes.Parsed.NotJson _, Attributes.Parsed.NotObject _ ->
                Equalities.attributes(text)
                        .orElseThrow(
                                () -> Problem.badRequest(
                                        EVALUATE_WORKER_ATTRIBUTES.name()
                                                + " must be a JSON object of attributes, or equalities such as skill == \"sales\" AND level == 2"));
        };
    }

    private static boolean takes(TaskQueue queue, Attributes attributes) {
        String expression = queue.targetWorkers();
        return expression != null && Expression.of(expression, Context.QUEUE).test(Filters.scope(attributes));
    }

    private Answer create(Exchange x) {
        TaskQueueCommand command = new TaskQueueCommand.Create(
                tenancy.workspace(x).sid(),
                x.need(FRIENDLY_NAME),
                x.get(TARGET_WORKERS),
                x.get(MAX_RESERVED_WORKERS),
                Workspaces.order(x.get(TASK_ORDER)),
                sid(x.get(RESERVATION_ACTIVITY_SID)),
                sid(x.get(ASSIGNMENT_ACTIVITY_SID)));
        return answer(x, 201, tenancy.submit(x, command, TaskQueue.class));
    }

    private static @Nullable ActivitySid sid(@Nullable String text) {
        return text == null || text.isEmpty() ? null : new ActivitySid(text);
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        TaskQueueCommand command = new TaskQueueCommand.Update(
                workspace.sid(),
                tenancy.taskQueue(x, workspace, "Sid").sid(),
                x.get(FRIENDLY_NAME),
                x.get(TARGET_WORKERS),
                x.get(MAX_RESERVED_WORKERS),
                Workspaces.order(x.get(TASK_ORDER)),
                x.get(RESERVATION_ACTIVITY_SID),
                x.get(ASSIGNMENT_ACTIVITY_SID));
        return answer(x, 200, tenancy.submit(x, command, TaskQueue.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new TaskQueueCommand.Delete(
                        workspace.sid(), tenancy.taskQueue(x, workspace, "Sid").sid()));
        return Answer.empty(204);
    }

    private Answer answer(Exchange x, int status, TaskQueue queue) {
        return x.answer(
                status,
                Shapes.TASK_QUEUE,
                tenancy.read(view -> TaskQueueView.of(view, queue, x.account().sid())));
    }
}
