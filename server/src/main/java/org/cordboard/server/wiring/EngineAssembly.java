package org.cordboard.server.wiring;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import org.cordboard.cluster.DurableEngine;
import org.cordboard.cluster.EngineConfig;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingCore;
import org.cordboard.server.config.ServerConfig;

/// The engine: on disk below the data folder, or in memory where nothing is to be kept.
final class EngineAssembly {
    private EngineAssembly() {}

    /// @param durableConsumers who acknowledges the events it has stored
    /// @param onFatal called once when the engine cannot go on
    static Engine start(ServerConfig config, Set<String> durableConsumers, Consumer<Throwable> onFatal)
            throws IOException {
        var clock = InstantSource.system();
        if (config.ephemeral()) {
            return MemoryEngine.start(new RoutingCore(), clock);
        }
        return DurableEngine.start(
                EngineConfig.single(config.data().resolve("log"), durableConsumers), new RoutingCore(), clock, onFatal);
    }
}
