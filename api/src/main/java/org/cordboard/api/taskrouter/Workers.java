package org.cordboard.api.taskrouter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Workers (2.6).
final class Workers {
    private static final int MAX_ATTRIBUTES = 4096;
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Workers";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<ActivitySid> ACTIVITY_SID =
            Parameter.sid("ActivitySid", "WA", ActivitySid::valid, ActivitySid::new);
    private static final Parameter<String> ATTRIBUTES = Parameter.jsonObject("Attributes", MAX_ATTRIBUTES);
    private static final Parameter<Boolean> REJECT_PENDING_RESERVATIONS = Parameter.flag("RejectPendingReservations");
    private static final Parameter<String> ACTIVITY_NAME = Parameter.text("ActivityName");
    private static final Parameter<Boolean> AVAILABLE = Parameter.flag("Available");
    private static final Parameter<String> TARGET_WORKERS_EXPRESSION = Parameter.text("TargetWorkersExpression");
    private static final Parameter<String> TASK_QUEUE_NAME = Parameter.text("TaskQueueName");
    private static final Parameter<TaskQueueSid> TASK_QUEUE_SID =
            Parameter.sid("TaskQueueSid", "WQ", TaskQueueSid::valid, TaskQueueSid::new);
    private static final Parameter<String> ORDERING =
            Parameter.word("Ordering", "DateStatusChanged:asc", "DateStatusChanged:desc");
    private final Tenancy tenancy;

    Workers(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListWorker")
                        .takes(Paging.with(
                                ACTIVITY_NAME,
                                ACTIVITY_SID,
                                AVAILABLE,
                                FRIENDLY_NAME,
                                TARGET_WORKERS_EXPRESSION,
                                TASK_QUEUE_NAME,
                                TASK_QUEUE_SID,
                                ORDERING))
                        .lists("workers", Shapes.WORKER)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateWorker")
                        .takes(FRIENDLY_NAME.required(), ACTIVITY_SID, ATTRIBUTES)
                        .answers(Shapes.WORKER)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchWorker")
                        .answers(Shapes.WORKER)
                        .by(x -> answer(x, 200, tenancy.worker(x, tenancy.workspace(x), "Sid"))),
                Endpoint.post("taskrouter", ITEM, "UpdateWorker")
                        .takes(FRIENDLY_NAME, ACTIVITY_SID, ATTRIBUTES, REJECT_PENDING_RESERVATIONS)
                        .answers(Shapes.WORKER)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteWorker").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Expression expression =
                Filters.parse(x.get(TARGET_WORKERS_EXPRESSION), Context.WORKER_LIST, TARGET_WORKERS_EXPRESSION.name());
        Set<ActivitySid> activities = activities(x, workspace);
        Set<WorkerSid> eligible = eligible(x, workspace);
        String name = x.get(FRIENDLY_NAME);
        List<Worker> all = tenancy.read(view -> view.workers(workspace.sid()).stream()
                .filter(w -> name == null || w.friendlyName().equals(name))
                .filter(w -> activities == null || activities.contains(w.activity()))
                .filter(w -> eligible == null || eligible.contains(w.sid()))
                .filter(w -> Filters.matches(expression, view, w))
                .toList());
        return Paging.v1(
                x,
                "workers",
                Shapes.WORKER,
                all,
                order(x.get(ORDERING)),
                page -> tenancy.read(view -> page.stream()
                        .map(w -> WorkerView.of(view, w, workspace.account()))
                        .toList()));
    }

    private static Order<Worker> order(@Nullable String ordering) {
        if (ordering == null) {
            return Order.rising(Worker::dateCreated, w -> w.sid().value());
        }
        return Order.<Worker>bySid(w -> w.sid().value())
                .thenDate(Worker::dateStatusChanged, ordering.endsWith(":desc"));
    }

    /// The activities that pass all filters on them; null when there is no such filter.
    private @Nullable Set<ActivitySid> activities(Exchange x, Workspace workspace) {
        String name = x.get(ACTIVITY_NAME);
        ActivitySid sid = x.get(ACTIVITY_SID);
        Boolean available = x.get(AVAILABLE);
        if (name == null && sid == null && available == null) {
            return null;
        }
        return tenancy.read(view -> view.activities(workspace.sid())).stream()
                .filter(a -> name == null || a.friendlyName().equals(name))
                .filter(a -> sid == null || a.sid().equals(sid))
                .filter(a -> available == null || a.available() == available)
                .map(Activity::sid)
                .collect(Collectors.toSet());
    }

    /// The workers of the task queues that pass both filters on them; null when there is no such filter.
    private @Nullable Set<WorkerSid> eligible(Exchange x, Workspace workspace) {
        String name = x.get(TASK_QUEUE_NAME);
        TaskQueueSid sid = x.get(TASK_QUEUE_SID);
        if (name == null && sid == null) {
            return null;
        }
        Set<WorkerSid> workers = new TreeSet<>();
        tenancy.read(view -> view.taskQueues(workspace.sid())).stream()
                .filter(q -> name == null || q.friendlyName().equals(name))
                .filter(q -> sid == null || q.sid().equals(sid))
                .forEach(
                        q -> tenancy.read(view -> view.eligibleWorkers(q.sid())).forEach(w -> workers.add(w.sid())));
        return workers;
    }

    private Answer create(Exchange x) {
        WorkerCommand command = new WorkerCommand.Create(
                tenancy.workspace(x).sid(), x.need(FRIENDLY_NAME), x.get(ACTIVITY_SID), x.get(ATTRIBUTES));
        return answer(x, 201, tenancy.submit(x, command, Worker.class));
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        if (x.has(REJECT_PENDING_RESERVATIONS) && !x.has(ACTIVITY_SID)) {
            throw Problem.badRequest("RejectPendingReservations needs an ActivitySid whose activity is unavailable");
        }
        WorkerCommand command = new WorkerCommand.Update(
                workspace.sid(),
                tenancy.worker(x, workspace, "Sid").sid(),
                x.get(FRIENDLY_NAME),
                x.get(ACTIVITY_SID),
                x.get(ATTRIBUTES),
                x.get(REJECT_PENDING_RESERVATIONS),
                x.ifMatch());
        return answer(x, 200, tenancy.submit(x, command, Worker.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new WorkerCommand.Delete(
                        workspace.sid(), tenancy.worker(x, workspace, "Sid").sid(), x.ifMatch()));
        return Answer.empty(204);
    }

    private Answer answer(Exchange x, int status, Worker worker) {
        return x.answer(
                        status,
                        Shapes.WORKER,
                        tenancy.read(
                                view -> WorkerView.of(view, worker, x.account().sid())))
                .with("ETag", "\"" + worker.version() + "\"");
    }
}
