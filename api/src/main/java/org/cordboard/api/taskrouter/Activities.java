package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Workspace;

/// Activities (2.2). `Available` is fixed at creation: an update that names it succeeds and leaves it.
final class Activities {
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Activities";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<Boolean> AVAILABLE = Parameter.flag("Available");
    private final Tenancy tenancy;

    Activities(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListActivity")
                        .takes(Paging.with(FRIENDLY_NAME, AVAILABLE))
                        .lists("activities", Shapes.ACTIVITY)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateActivity")
                        .takes(FRIENDLY_NAME.required(), AVAILABLE)
                        .answers(Shapes.ACTIVITY)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchActivity")
                        .answers(Shapes.ACTIVITY)
                        .by(x -> answer(x, 200, tenancy.activity(x, tenancy.workspace(x)))),
                Endpoint.post("taskrouter", ITEM, "UpdateActivity")
                        .takes(FRIENDLY_NAME)
                        .answers(Shapes.ACTIVITY)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteActivity").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        String name = x.get(FRIENDLY_NAME);
        Boolean available = x.get(AVAILABLE);
        List<Owned<Activity>> all = tenancy.read(view -> view.activities(workspace.sid())).stream()
                .filter(a -> name == null || a.friendlyName().equals(name))
                .filter(a -> available == null || a.available() == available)
                .map(a -> new Owned<>(a, workspace.account()))
                .toList();
        return Paging.v1(
                x,
                "activities",
                Shapes.ACTIVITY,
                all,
                Order.rising(a -> a.it().dateCreated(), a -> a.it().sid().value()));
    }

    private Answer create(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        ActivityCommand command =
                new ActivityCommand.Create(workspace.sid(), x.need(FRIENDLY_NAME), x.get(AVAILABLE, false));
        return answer(x, 201, tenancy.submit(x, command, Activity.class));
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Activity activity = tenancy.activity(x, workspace);
        ActivityCommand command = new ActivityCommand.Update(workspace.sid(), activity.sid(), x.get(FRIENDLY_NAME));
        return answer(x, 200, tenancy.submit(x, command, Activity.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new ActivityCommand.Delete(
                        workspace.sid(), tenancy.activity(x, workspace).sid()));
        return Answer.empty(204);
    }

    private static Answer answer(Exchange x, int status, Activity activity) {
        return x.answer(
                status, Shapes.ACTIVITY, new Owned<>(activity, x.account().sid()));
    }
}
