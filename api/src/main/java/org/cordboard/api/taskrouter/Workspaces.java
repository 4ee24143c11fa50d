package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// Workspaces (2.1).
final class Workspaces {
    private static final String LIST = "/v1/Workspaces";
    private static final String ITEM = "/v1/Workspaces/{Sid}";

    static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> EVENT_CALLBACK_URL =
            Parameter.url("EventCallbackUrl").clearable();
    private static final Parameter<String> EVENTS_FILTER =
            Parameter.text("EventsFilter").clearable();
    private static final Parameter<Boolean> MULTI_TASK_ENABLED = Parameter.flag("MultiTaskEnabled");
    private static final Parameter<String> TEMPLATE = Parameter.word("Template", "NONE", "FIFO");
    private static final Parameter<String> PRIORITIZE_QUEUE_ORDER =
            Parameter.word("PrioritizeQueueOrder", "FIFO", "LIFO");
    private static final Parameter<ActivitySid> DEFAULT_ACTIVITY_SID =
            Parameter.sid("DefaultActivitySid", "WA", ActivitySid::valid, ActivitySid::new);
    private static final Parameter<ActivitySid> TIMEOUT_ACTIVITY_SID =
            Parameter.sid("TimeoutActivitySid", "WA", ActivitySid::valid, ActivitySid::new);

    private final Tenancy tenancy;

    Workspaces(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListWorkspace")
                        .takes(Paging.with(FRIENDLY_NAME))
                        .lists("workspaces", Shapes.WORKSPACE)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateWorkspace")
                        .takes(
                                FRIENDLY_NAME.required(),
                                EVENT_CALLBACK_URL,
                                EVENTS_FILTER,
                                MULTI_TASK_ENABLED,
                                TEMPLATE,
                                PRIORITIZE_QUEUE_ORDER)
                        .answers(Shapes.WORKSPACE)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchWorkspace")
                        .answers(Shapes.WORKSPACE)
                        .by(x -> answer(x, 200, tenancy.workspace(x))),
                Endpoint.post("taskrouter", ITEM, "UpdateWorkspace")
                        .takes(
                                FRIENDLY_NAME,
                                EVENT_CALLBACK_URL,
                                EVENTS_FILTER,
                                MULTI_TASK_ENABLED,
                                PRIORITIZE_QUEUE_ORDER,
                                DEFAULT_ACTIVITY_SID,
                                TIMEOUT_ACTIVITY_SID)
                        .answers(Shapes.WORKSPACE)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteWorkspace").by(this::delete));
    }

    private Answer list(Exchange x) {
        String name = x.get(FRIENDLY_NAME);
        List<Workspace> all = tenancy.read(view -> view.workspaces(x.account().sid())).stream()
                .filter(w -> name == null || w.friendlyName().equals(name))
                .toList();
        return Paging.v1(
                x,
                "workspaces",
                Shapes.WORKSPACE,
                all,
                Order.rising(Workspace::dateCreated, w -> w.sid().value()),
                page -> tenancy.read(view ->
                        page.stream().map(w -> WorkspaceView.of(view, w)).toList()));
    }

    private Answer create(Exchange x) {
        Workspace made = tenancy.submit(
                x,
                new WorkspaceCommand.Create(
                        x.account().sid(),
                        x.need(FRIENDLY_NAME),
                        x.get(EVENT_CALLBACK_URL),
                        x.get(EVENTS_FILTER),
                        x.get(MULTI_TASK_ENABLED),
                        "FIFO".equals(x.get(TEMPLATE)),
                        order(x.get(PRIORITIZE_QUEUE_ORDER))),
                Workspace.class);
        return answer(x, 201, made);
    }

    private Answer update(Exchange x) {
        Workspace updated = tenancy.submit(
                x,
                new WorkspaceCommand.Update(
                        tenancy.workspace(x).sid(),
                        x.get(FRIENDLY_NAME),
                        x.get(EVENT_CALLBACK_URL),
                        x.get(EVENTS_FILTER),
                        x.get(MULTI_TASK_ENABLED),
                        order(x.get(PRIORITIZE_QUEUE_ORDER)),
                        x.get(DEFAULT_ACTIVITY_SID),
                        x.get(TIMEOUT_ACTIVITY_SID)),
                Workspace.class);
        return answer(x, 200, updated);
    }

    private Answer delete(Exchange x) {
        tenancy.submit(x, new WorkspaceCommand.Delete(tenancy.workspace(x).sid()));
        return Answer.empty(204);
    }

    private Answer answer(Exchange x, int status, Workspace workspace) {
        return x.answer(status, Shapes.WORKSPACE, tenancy.read(view -> WorkspaceView.of(view, workspace)));
    }

    static @Nullable TaskOrder order(@Nullable String word) {
        return word == null ? null : TaskOrder.ofWire(word);
    }
}
