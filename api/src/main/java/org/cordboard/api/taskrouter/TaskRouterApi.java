package org.cordboard.api.taskrouter;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.routing.Engine;

/// The whole product: the tables of all its resources.
public final class TaskRouterApi {
    private TaskRouterApi() {}

    public static List<Endpoint> endpoints(Engine engine, Ports ports) {
        Tenancy tenancy = new Tenancy(engine);
        return Stream.of(
                        new Workspaces(tenancy).endpoints(),
                        new Activities(tenancy).endpoints(),
                        new TaskChannels(tenancy).endpoints(),
                        new TaskQueues(tenancy).endpoints(),
                        new Workflows(tenancy).endpoints(),
                        new Workers(tenancy).endpoints(),
                        new WorkerChannels(tenancy).endpoints(),
                        new Tasks(tenancy).endpoints(),
                        new Reservations(tenancy, ports.instructions()).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
