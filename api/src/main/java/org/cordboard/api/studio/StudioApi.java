package org.cordboard.api.studio;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.voice.Records;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.jspecify.annotations.Nullable;

/// Studio v2: the tables of all its resources.
public final class StudioApi {
    private StudioApi() {}

    /// @param history where ended executions are found; null when none is kept
    public static List<Endpoint> endpoints(Engine engine, @Nullable History history, Ports ports) {
        Records records = new Records(engine, history);
        return Stream.of(
                        new Flows(records, ports.flowRuns()).endpoints(),
                        new FlowRevisions(records).endpoints(),
                        new Executions(records, ports.flowRuns()).endpoints(),
                        new ExecutionSteps(records).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
