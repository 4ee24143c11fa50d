package org.cordboard.server.wiring;

import java.net.InetSocketAddress;
import java.net.URI;
import org.cordboard.api.ports.Ports;
import org.cordboard.routing.Engine;
import org.cordboard.server.config.ServerConfig;

/// The voice side over sockets, media and the engine.
final class VoiceAssembly {
    private VoiceAssembly() {}

    record Running(InetSocketAddress sipAddress, Ports ports) implements AutoCloseable {
        void reachedAt(URI url) {}

        @Override
        public void close() {}
    }

    static Running start(ServerConfig config, Engine engine, Installation installation) {
        return new Running(new InetSocketAddress(config.bind(), config.sipPort()), Ports.none());
    }
}
