package org.cordboard.api;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Credentials;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.HttpServer;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.taskrouter.TaskRouterApi;
import org.cordboard.api.voice.VoiceApi;
import org.cordboard.routing.Engine;

/// The running HTTP face. Starting it wires all products over one engine; closing it stops listening and all delivery.
public final class HttpFace implements AutoCloseable {
    private final HttpServer server;

    private HttpFace(HttpServer server) {
        this.server = server;
    }

    /// @param more    endpoints of the server itself, such as health and metrics
    /// @param sockets WebSockets of other modules, such as that of browser phones
    public static HttpFace start(
            ApiConfig config, Engine engine, Ports ports, List<Endpoint> more, List<SocketEndpoint> sockets) {
        List<Endpoint> endpoints = new ArrayList<>(more);
        endpoints.addAll(TaskRouterApi.endpoints(engine, ports));
        endpoints.addAll(VoiceApi.endpoints(engine, ports, config.recordings()));
        Dispatcher dispatcher = new Dispatcher(
                endpoints, new Credentials(engine), config.limits(), request -> Answer.empty(404), Clock.systemUTC());
        HttpServer server =
                new HttpServer(config.bind(), config.port(), config.publicUrl(), config.limits(), dispatcher, sockets);
        return new HttpFace(server.start());
    }

    public int port() {
        return server.port();
    }

    /// Where callers on the same machine reach it.
    public URI localAddress() {
        return server.localAddress();
    }

    @Override
    public void close() {
        server.close();
    }
}
