package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;

/// Workflows (2.5). The configuration itself is read by the core, which also says what is wrong with it.
final class Workflows {
    private static final int MAX_CONFIGURATION = 1_038_576;
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Workflows";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> CONFIGURATION = Parameter.text("Configuration", MAX_CONFIGURATION);
    private static final Parameter<String> ASSIGNMENT_CALLBACK_URL =
            Parameter.url("AssignmentCallbackUrl").clearable();
    private static final Parameter<String> FALLBACK_ASSIGNMENT_CALLBACK_URL =
            Parameter.url("FallbackAssignmentCallbackUrl").clearable();
    private static final Parameter<Integer> TASK_RESERVATION_TIMEOUT =
            Parameter.integer("TaskReservationTimeout", 1, 86_400);
    private static final Parameter<Boolean> RE_EVALUATE_TASKS = Parameter.flag("ReEvaluateTasks");
    private final Tenancy tenancy;

    Workflows(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListWorkflow")
                        .takes(Paging.with(FRIENDLY_NAME))
                        .lists("workflows", Shapes.WORKFLOW)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateWorkflow")
                        .takes(
                                FRIENDLY_NAME.required(),
                                CONFIGURATION.required(),
                                ASSIGNMENT_CALLBACK_URL,
                                FALLBACK_ASSIGNMENT_CALLBACK_URL,
                                TASK_RESERVATION_TIMEOUT)
                        .answers(Shapes.WORKFLOW)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchWorkflow")
                        .answers(Shapes.WORKFLOW)
                        .by(x -> answer(x, 200, tenancy.workflow(x, tenancy.workspace(x), "Sid"))),
                Endpoint.post("taskrouter", ITEM, "UpdateWorkflow")
                        .takes(
                                FRIENDLY_NAME,
                                CONFIGURATION,
                                ASSIGNMENT_CALLBACK_URL,
                                FALLBACK_ASSIGNMENT_CALLBACK_URL,
                                TASK_RESERVATION_TIMEOUT,
                                RE_EVALUATE_TASKS)
                        .answers(Shapes.WORKFLOW)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteWorkflow").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String name = x.get(FRIENDLY_NAME);
        List<Owned<Workflow>> all = tenancy.read(view -> view.workflows(workspace.sid())).stream()
                .filter(w -> name == null || w.friendlyName().equals(name))
                .map(w -> new Owned<>(w, workspace.account()))
                .toList();
        return Paging.v1(
                x,
                "workflows",
                Shapes.WORKFLOW,
                all,
                Order.rising(w -> w.it().dateCreated(), w -> w.it().sid().value()));
    }

    private Answer create(Exchange x) {
        WorkflowCommand command = new WorkflowCommand.Create(
                tenancy.workspace(x).sid(),
                x.need(FRIENDLY_NAME),
                x.need(CONFIGURATION),
                x.get(ASSIGNMENT_CALLBACK_URL),
                x.get(FALLBACK_ASSIGNMENT_CALLBACK_URL),
                x.get(TASK_RESERVATION_TIMEOUT));
        return answer(x, 201, tenancy.submit(x, command, Workflow.class));
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        WorkflowCommand command = new WorkflowCommand.Update(
                workspace.sid(),
                tenancy.workflow(x, workspace, "Sid").sid(),
                x.get(FRIENDLY_NAME),
                x.get(CONFIGURATION),
                x.get(ASSIGNMENT_CALLBACK_URL),
                x.get(FALLBACK_ASSIGNMENT_CALLBACK_URL),
                x.get(TASK_RESERVATION_TIMEOUT),
                x.get(RE_EVALUATE_TASKS, false));
        return answer(x, 200, tenancy.submit(x, command, Workflow.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new WorkflowCommand.Delete(
                        workspace.sid(), tenancy.workflow(x, workspace, "Sid").sid()));
        return Answer.empty(204);
    }

    private static Answer answer(Exchange x, int status, Workflow workflow) {
        return x.answer(
                status, Shapes.WORKFLOW, new Owned<>(workflow, x.account().sid()));
    }
}
