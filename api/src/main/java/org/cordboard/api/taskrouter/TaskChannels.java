package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.Workspace;

/// Task channels (2.3), reached by SID or unique name.
final class TaskChannels {
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/TaskChannels";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> UNIQUE_NAME = Parameter.text("UniqueName", 64);
    private static final Parameter<Boolean> CHANNEL_OPTIMIZED_ROUTING = Parameter.flag("ChannelOptimizedRouting");
    private final Tenancy tenancy;

    TaskChannels(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListTaskChannel")
                        .takes(Paging.with())
                        .lists("channels", Shapes.TASK_CHANNEL)
                        .by(this::list),
                Endpoint.create("taskrouter", LIST, "CreateTaskChannel")
                        .takes(FRIENDLY_NAME.required(), UNIQUE_NAME.required(), CHANNEL_OPTIMIZED_ROUTING)
                        .answers(Shapes.TASK_CHANNEL)
                        .by(this::create),
                Endpoint.get("taskrouter", ITEM, "FetchTaskChannel")
                        .answers(Shapes.TASK_CHANNEL)
                        .by(x -> answer(x, 200, tenancy.taskChannel(x, tenancy.workspace(x)))),
                Endpoint.post("taskrouter", ITEM, "UpdateTaskChannel")
                        .takes(FRIENDLY_NAME, CHANNEL_OPTIMIZED_ROUTING)
                        .answers(Shapes.TASK_CHANNEL)
                        .by(this::update),
                Endpoint.delete("taskrouter", ITEM, "DeleteTaskChannel").by(this::delete));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        List<Owned<TaskChannel>> all = tenancy.read(view -> view.taskChannels(workspace.sid())).stream()
                .map(c -> new Owned<>(c, workspace.account()))
                .toList();
        return Paging.v1(
                x,
                "channels",
                Shapes.TASK_CHANNEL,
                all,
                Order.rising(c -> c.it().dateCreated(), c -> c.it().sid().value()));
    }

    private Answer create(Exchange x) {
        TaskChannelCommand command = new TaskChannelCommand.Create(
                tenancy.workspace(x).sid(),
                x.need(FRIENDLY_NAME),
                x.need(UNIQUE_NAME),
                x.get(CHANNEL_OPTIMIZED_ROUTING));
        return answer(x, 201, tenancy.submit(x, command, TaskChannel.class));
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        TaskChannelCommand command = new TaskChannelCommand.Update(
                workspace.sid(),
                tenancy.taskChannel(x, workspace).sid(),
                x.get(FRIENDLY_NAME),
                x.get(CHANNEL_OPTIMIZED_ROUTING));
        return answer(x, 200, tenancy.submit(x, command, TaskChannel.class));
    }

    private Answer delete(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        tenancy.submit(
                x,
                new TaskChannelCommand.Delete(
                        workspace.sid(), tenancy.taskChannel(x, workspace).sid()));
        return Answer.empty(204);
    }

    private static Answer answer(Exchange x, int status, TaskChannel channel) {
        return x.answer(
                status, Shapes.TASK_CHANNEL, new Owned<>(channel, x.account().sid()));
    }
}
