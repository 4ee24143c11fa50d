package org.cordboard.api.trunking;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.Engine;

/// The tables of `trunking` and of the carriers below `voice`.
public final class TrunkingApi {
    private TrunkingApi() {}

    public static List<Endpoint> endpoints(Engine engine) {
        Records records = new Records(engine, null);
        return Stream.of(
                        new Trunks(records).endpoints(),
                        new TrunkLists(records).endpoints(),
                        new TrunkNumbers(records).endpoints(),
                        new Targets(records).endpoints(),
                        new Carriers(records).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
