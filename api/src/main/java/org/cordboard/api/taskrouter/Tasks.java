package org.cordboard.api.taskrouter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// Tasks (2.8).
final class Tasks {
    private static final int MAX_ATTRIBUTES = 4096;
    private static final int MAX_TIMEOUT = 1_209_600;
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Tasks";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> ATTRIBUTES = Parameter.jsonObject("Attributes", MAX_ATTRIBUTES);
    private static final Parameter<Integer> TIMEOUT = Parameter.integer("Timeout", 1, MAX_TIMEOUT);
    private static final Parameter<Integer> PRIORITY = Parameter.integer("Priority", 0, Integer.MAX_VALUE);
    private static final Parameter<String> TASK_CHANNEL = Parameter.text("TaskChannel");
    private static final Parameter<Instant> VIRTUAL_START_TIME = Parameter.date("VirtualStartTime");
    private static final Parameter<String> ROUTING_TARGET = Parameter.text("RoutingTarget");
    private static final Parameter<Boolean> IGNORE_CAPACITY = Parameter.flag("IgnoreCapacity");
    private static final Parameter<WorkflowSid> WORKFLOW_SID =
            Parameter.sid("WorkflowSid", "WW", WorkflowSid::valid, WorkflowSid::new);
    private static final Parameter<String> WORKFLOW_SID_TEXT = Parameter.text("WorkflowSid");
    private static final Parameter<TaskQueueSid> TASK_QUEUE_SID =
            Parameter.sid("TaskQueueSid", "WQ", TaskQueueSid::valid, TaskQueueSid::new);
    private static final Parameter<String> NEW_STATUS =
            Parameter.word("AssignmentStatus", "canceled", "wrapping", "completed");
    private static final Parameter<String> REASON = Parameter.text("Reason");
    private static final Parameter<List<String>> STATUSES =
            Parameter.words("AssignmentStatus", "pending", "reserved", "assigned", "canceled", "completed", "wrapping");
    private static final Parameter<String> WORKFLOW_NAME = Parameter.text("WorkflowName");
    private static final Parameter<String> TASK_QUEUE_NAME = Parameter.text("TaskQueueName");
    private static final Parameter<String> EVALUATE_TASK_ATTRIBUTES = Parameter.text("EvaluateTaskAttributes");
    private static final Parameter<Boolean> HAS_ADDONS = Parameter.flag("HasAddons");
    private static final Parameter<List<String>> ORDERING = Parameter.words(
            "Ordering",
            "DateCreated:asc",
            "DateCreated:desc",
            "Priority:asc",
            "Priority:desc",
            "VirtualStartTime:asc",
            "VirtualStartTime:desc");
    private final Tenancy tenancy;

    Tasks(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListTask")
                        .takes(Paging.with(
                                PRIORITY,
                                STATUSES,
                                WORKFLOW_SID,
                                WORKFLOW_NAME,
                                TASK_QUEUE_SID,
                                TASK_QUEUE_NAME,
                                EVALUATE_TASK_ATTRIBUTES,
                                ROUTING_TARGET,
                                HAS_ADDONS,
                                ORDERING))
                        .lists("tasks", Shapes.TASK)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateTask")
                        .takes(
                                WORKFLOW_SID_TEXT,
                                ATTRIBUTES,
                                TIMEOUT,
                                PRIORITY,
                                TASK_CHANNEL,
                                VIRTUAL_START_TIME,
                                ROUTING_TARGET,
                                IGNORE_CAPACITY,
                                TASK_QUEUE_SID)
                        .answers(Shapes.TASK)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchTask")
                        .answers(Shapes.TASK)
                        .by(x -> answer(x, 200, tenancy.task(x, tenancy.workspace(x), "Sid"))),
                Endpoint.post("taskrouter", ITEM, "UpdateTask")
                        .takes(ATTRIBUTES, NEW_STATUS, REASON, PRIORITY, TASK_CHANNEL, VIRTUAL_START_TIME)
                        .answers(Shapes.TASK)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteTask").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Expression expression =
                Filters.parse(x.get(EVALUATE_TASK_ATTRIBUTES), Context.FILTER, EVALUATE_TASK_ATTRIBUTES.name());
        Order<Task> order = order(x.get(ORDERING, List.of()));
        Set<WorkflowSid> workflows =
                named(x.get(WORKFLOW_NAME), v -> v.workflows(workspace.sid()), Workflow::friendlyName, Workflow::sid);
        Set<TaskQueueSid> queues = named(
                x.get(TASK_QUEUE_NAME), v -> v.taskQueues(workspace.sid()), TaskQueue::friendlyName, TaskQueue::sid);
        List<Task> all = tenancy.read(view -> view.tasks(workspace.sid())).stream()
                .filter(wanted(x))
                .filter(t -> workflows == null || (t.workflow() != null && workflows.contains(t.workflow())))
                .filter(t -> queues == null || (t.taskQueue() != null && queues.contains(t.taskQueue())))
                .filter(t -> Filters.matches(expression, t))
                .toList();
        return Paging.v1(
                x,
                "tasks",
                Shapes.TASK,
                all,
                order,
                page -> tenancy.read(view -> page.stream()
                        .map(t -> TaskView.of(view, t, workspace.account()))
                        .toList()));
    }

    /// The parameters are read once, not for every task.
    private static Predicate<Task> wanted(Exchange x) {
        Integer priority = x.get(PRIORITY);
        List<String> statuses = x.get(STATUSES);
        WorkflowSid workflow = x.get(WORKFLOW_SID);
        TaskQueueSid queue = x.get(TASK_QUEUE_SID);
        String target = x.get(ROUTING_TARGET);
        boolean none = x.get(HAS_ADDONS, false);
        return task -> (priority == null || task.priority() == priority)
                && (statuses == null || statuses.contains(task.status().wire()))
                && (workflow == null || workflow.equals(task.workflow()))
                && (queue == null || queue.equals(task.taskQueue()))
                && (target == null || target.equalsIgnoreCase(task.routingTarget()))
                && !none;
    }

    private <E, S> @Nullable Set<S> named(
            @Nullable String name,
            Function<RoutingView, List<E>> all,
            Function<E, String> nameOf,
            Function<E, S> sidOf) {
        return name == null
                ? null
                : tenancy.read(all).stream()
                        .filter(e -> nameOf.apply(e).equals(name))
                        .map(sidOf)
                        .collect(Collectors.toSet());
    }

    private static Order<Task> order(List<String> ordering) {
        List<String> keys = new ArrayList<>();
        Order<Task> order = Order.bySid(t -> t.sid().value());
        for (String one : ordering.isEmpty() ? List.of("DateCreated:asc") : ordering) {
            String key = one.substring(0, one.indexOf(':'));
            boolean descending = one.endsWith(":desc");
            keys.add(key);
            order = switch (key) {
                case "Priority" -> order.then(Task::priority, descending);
                case "VirtualStartTime" -> order.thenDate(Task::virtualStartTime, descending);
                case String dateCreated -> order.thenDate(Task::dateCreated, descending);
            };
        }
        if (keys.contains("DateCreated") && keys.contains("VirtualStartTime")) {
            throw Problem.badRequest("Ordering may name DateCreated or VirtualStartTime, not both");
        }
        return order;
    }

    private Answer create(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String target = x.get(ROUTING_TARGET);
        TaskCommand command = new TaskCommand.Create(
                workspace.sid(),
                workflow(x, workspace, target),
                x.get(ATTRIBUTES),
                x.get(TIMEOUT),
                x.get(PRIORITY),
                x.get(TASK_CHANNEL),
                x.get(VIRTUAL_START_TIME),
                target,
                x.get(IGNORE_CAPACITY),
                x.get(TASK_QUEUE_SID));
        return answer(x, 201, tenancy.submit(x, command, Task.class));
    }

    /// A malformed workflow SID has two messages: one of its own beside a routing target.
    private static @Nullable WorkflowSid workflow(Exchange x, Workspace workspace, @Nullable String target) {
        String text = x.get(WORKFLOW_SID_TEXT);
        if (text == null || WorkflowSid.valid(text)) {
            return text == null ? null : new WorkflowSid(text);
        }
        throw Problem.badRequest(
                target == null
                        ? "WorkflowSid must be a SID: WW and 32 hex digits"
                        : "Value '" + text + "' provided for WorkflowSid as RoutingTarget has an invalid format."
                                + " WorkspaceSid: " + workspace.sid() + ", AccountSid: " + workspace.account());
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        if (x.has(NEW_STATUS) && x.has(ATTRIBUTES)) {
            throw Problem.badRequest("AssignmentStatus and Attributes cannot be changed together; send two requests");
        }
        String status = x.get(NEW_STATUS);
        TaskCommand command = new TaskCommand.Update(
                workspace.sid(),
                tenancy.task(x, workspace, "Sid").sid(),
                x.get(ATTRIBUTES),
                status == null ? null : TaskStatus.ofWire(status),
                x.get(REASON),
                x.get(PRIORITY),
                x.get(TASK_CHANNEL),
                x.get(VIRTUAL_START_TIME),
                x.ifMatch());
        return answer(x, 200, tenancy.submit(x, command, Task.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new TaskCommand.Delete(
                        workspace.sid(), tenancy.task(x, workspace, "Sid").sid(), x.ifMatch()));
        return Answer.empty(204);
    }

    private Answer answer(Exchange x, int status, Task task) {
        return x.answer(
                        status,
                        Shapes.TASK,
                        tenancy.read(view -> TaskView.of(view, task, x.account().sid())))
                .with("ETag", "\"" + task.version() + "\"");
    }
}
