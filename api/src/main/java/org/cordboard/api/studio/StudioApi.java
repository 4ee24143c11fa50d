package org.cordboard.api.studio;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.Engine;

/// Studio v2: the tables of all its resources.
public final class StudioApi {
    private StudioApi() {}

    public static List<Endpoint> endpoints(Engine engine, Ports ports) {
        Records records = new Records(engine);
        return Stream.of(new Flows(records, ports.flowRuns()).endpoints(), new Executions(records, ports.flowRuns()).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
