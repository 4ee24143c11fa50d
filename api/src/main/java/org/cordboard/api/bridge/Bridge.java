package org.cordboard.api.bridge;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.routing.Engine;

/// Both browser bridges over one engine: their endpoints, their sockets, and the stream of events between them.
public final class Bridge implements AutoCloseable {
    private final Channels channels;
    private final BridgeSockets sockets;
    private final List<Endpoint> endpoints;
    private final Engine.Subscription events;

    /// @param rest runs the TaskRouter endpoints that requests are translated to
    public Bridge(
            Engine engine, Ports ports, Dispatcher rest, Tokens tokens, BridgeTiming timing, InstantSource clock) {
        this.channels = new Channels(timing.heartbeat());
        this.sockets = new BridgeSockets(engine, tokens, channels, timing, clock);
        this.endpoints = Stream.concat(
                        new CapabilityRequests(tokens, rest, channels).endpoints().stream(),
                        new AccessRequests(
                                        tokens,
                                        rest,
                                        new Payloads(engine),
                                        new WorkerActions(engine, ports.workerLegs()),
                                        channels)
                                .endpoints().stream())
                .toList();
        // Browsers refetch after connecting, so nothing older than now is for anyone.
        this.events = engine.follow("bridge", engine.position(), new BridgeEvents(engine, channels, clock)::accept);
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    public SocketEndpoint sockets() {
        return sockets;
    }

    /// Open sockets, for the metrics.
    public int openSockets() {
        return channels.size();
    }

    @Override
    public void close() {
        events.close();
        channels.close();
    }
}
