package org.cordboard.api.taskrouter;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Past;
import org.cordboard.api.ports.Ports;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.jspecify.annotations.Nullable;

/// The whole product: the tables of all its resources.
public final class TaskRouterApi {
    private TaskRouterApi() {}

    /// @param history null when none is kept; then events and figures of the past answer 503
    public static List<Endpoint> endpoints(Engine engine, @Nullable History history, Ports ports) {
        Tenancy tenancy = new Tenancy(engine);
        Past past = new Past(engine, history);
        return Stream.of(
                        new Workspaces(tenancy).endpoints(),
                        new Activities(tenancy).endpoints(),
                        new TaskChannels(tenancy).endpoints(),
                        new TaskQueues(tenancy).endpoints(),
                        new Workflows(tenancy).endpoints(),
                        new Workers(tenancy).endpoints(),
                        new WorkerChannels(tenancy).endpoints(),
                        new Tasks(tenancy).endpoints(),
                        new Reservations(tenancy, ports.instructions()).endpoints(),
                        new EventResource(tenancy, past).endpoints(),
                        new StatisticsResource(tenancy, past).endpoints(),
                        new BulkStatistics(tenancy).endpoints(),
                        new Reasons(tenancy).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
