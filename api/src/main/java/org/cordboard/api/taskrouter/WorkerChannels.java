package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workspace;

/// The channels of a worker (2.7). They come and go with task channels; only capacity and availability are edited.
final class WorkerChannels {
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<Integer> CAPACITY = Parameter.integer("Capacity", 0, Integer.MAX_VALUE);
    private static final Parameter<Boolean> AVAILABLE = Parameter.flag("Available");
    private final Tenancy tenancy;

    WorkerChannels(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListWorkerChannel")
                        .takes(Paging.with())
                        .lists("channels", Shapes.WORKER_CHANNEL)
                        .by(this::list),
                Endpoint.get("taskrouter", ITEM, "FetchWorkerChannel")
                        .answers(Shapes.WORKER_CHANNEL)
                        .by(x -> answer(x, tenancy.workerChannel(x, worker(x)))),
                Endpoint.post("taskrouter", ITEM, "UpdateWorkerChannel")
                        .takes(CAPACITY, AVAILABLE)
                        .answers(Shapes.WORKER_CHANNEL)
                        .by(this::update));
    }

    private Worker worker(Exchange x) {
        return tenancy.worker(x, tenancy.workspace(x), "WorkerSid");
    }

    private Answer list(Exchange x) {
        Worker worker = worker(x);
        List<Owned<WorkerChannel>> all = tenancy.read(view -> view.workerChannels(worker.sid())).stream()
                .map(c -> new Owned<>(c, x.account().sid()))
                .toList();
        return Paging.v1(
                x,
                "channels",
                Shapes.WORKER_CHANNEL,
                all,
                Order.rising(c -> c.it().dateCreated(), c -> c.it().sid().value()));
    }

    private Answer update(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Worker worker = tenancy.worker(x, workspace, "WorkerSid");
        WorkerCommand command = new WorkerCommand.UpdateChannel(
                workspace.sid(),
                worker.sid(),
                tenancy.workerChannel(x, worker).sid(),
                x.get(CAPACITY),
                x.get(AVAILABLE));
        return answer(x, tenancy.submit(x, command, WorkerChannel.class));
    }

    private static Answer answer(Exchange x, WorkerChannel channel) {
        return x.ok(Shapes.WORKER_CHANNEL, new Owned<>(channel, x.account().sid()));
    }
}
