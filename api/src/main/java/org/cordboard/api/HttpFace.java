package org.cordboard.api;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.bridge.Bridge;
import org.cordboard.api.bridge.BridgeTiming;
import org.cordboard.api.bridge.Tokens;
import org.cordboard.api.desk.Desk;
import org.cordboard.api.endpoint.Credentials;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.http.HttpServer;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.pages.Pages;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.reference.OpenApi;
import org.cordboard.api.studio.StudioApi;
import org.cordboard.api.taskrouter.TaskRouterApi;
import org.cordboard.api.trunking.TrunkingApi;
import org.cordboard.api.voice.VoiceApi;
import org.cordboard.api.webhook.WebhookTiming;
import org.cordboard.api.webhook.Webhooks;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.jspecify.annotations.Nullable;

/// The running HTTP face. Starting it wires all products over one engine; closing it stops listening and all delivery.
public final class HttpFace implements AutoCloseable {
    private final HttpServer server;
    private final @Nullable HttpServer secure;
    private final Bridge bridge;
    private final Webhooks webhooks;

    private HttpFace(HttpServer server, @Nullable HttpServer secure, Bridge bridge, Webhooks webhooks) {
        this.server = server;
        this.secure = secure;
        this.bridge = bridge;
        this.webhooks = webhooks;
    }

    /// @param more    endpoints of the server itself, such as health and metrics
    /// @param sockets WebSockets of other modules, such as that of browser phones
    public static HttpFace start(
            ApiConfig config, Engine engine, Ports ports, List<Endpoint> more, List<SocketEndpoint> sockets) {
        return start(config, engine, null, ports, more, sockets);
    }

    /// @param history where events and figures of the past come from; null when none is kept
    public static HttpFace start(
            ApiConfig config,
            Engine engine,
            @Nullable History history,
            Ports ports,
            List<Endpoint> more,
            List<SocketEndpoint> sockets) {
        return start(config, engine, history, ports, more, sockets, Timing.standard(), InstantSource.system());
    }

    /// How long things may take.
    public record Timing(BridgeTiming bridge, WebhookTiming webhooks) {
        public static Timing standard() {
            return new Timing(BridgeTiming.standard(), WebhookTiming.standard());
        }
    }

    /// With times of one's own, for tests.
    public static HttpFace start(
            ApiConfig config,
            Engine engine,
            @Nullable History history,
            Ports ports,
            List<Endpoint> more,
            List<SocketEndpoint> sockets,
            Timing timing,
            InstantSource clock) {
        Credentials credentials = new Credentials(engine);
        Tokens tokens = new Tokens(engine, clock);
        Pages pages = new Pages();
        List<Endpoint> taskRouter = TaskRouterApi.endpoints(engine, history, ports);
        Dispatcher rest = new Dispatcher(taskRouter, credentials, config.limits(), pages, clock);
        Bridge bridge = new Bridge(engine, ports, rest, tokens, timing.bridge(), clock);
        Webhooks webhooks = new Webhooks(engine, rest, config.privateTargets(), timing.webhooks(), clock);

        List<Endpoint> endpoints = new ArrayList<>(more);
        endpoints.addAll(taskRouter);
        endpoints.addAll(TrunkingApi.endpoints(engine));
        endpoints.addAll(StudioApi.endpoints(engine, history, ports));
        endpoints.addAll(VoiceApi.endpoints(
                engine, history, ports, config.recordings(), config.openSounds(), config.ice()));
        endpoints.addAll(bridge.endpoints());
        endpoints.addAll(new Desk(engine, tokens, ports.conferences(), config.tokenPassword(), clock).endpoints());

        endpoints.addAll(new OpenApi(endpoints).endpoints());

        List<SocketEndpoint> allSockets = new ArrayList<>(sockets);
        allSockets.add(bridge.sockets());
        Dispatcher all = new Dispatcher(endpoints, credentials, config.limits(), pages, clock, config.watch());
        HttpServer plain = new HttpServer(
                config.bind(), config.port(), null, config.publicUrl(), config.limits(), all, allSockets);
        ApiConfig.Secure secure = config.secure();
        HttpServer encrypted = secure == null
                ? null
                : new HttpServer(
                        secure.bind(),
                        secure.port(),
                        secure.context(),
                        config.publicUrl(),
                        config.limits(),
                        all,
                        allSockets);
        return new HttpFace(plain.start(), encrypted == null ? null : encrypted.start(), bridge, webhooks);
    }

    public int port() {
        return server.port();
    }

    /// Where callers on the same machine reach it.
    public URI localAddress() {
        return server.localAddress();
    }

    /// Where HTTPS is spoken, for callers on the same machine; null where it is not.
    public @Nullable URI secureAddress() {
        HttpServer listener = secure;
        return listener == null ? null : listener.localAddress();
    }

    /// Open browser sockets, for the metrics.
    public int openSockets() {
        return bridge.openSockets();
    }

    @Override
    public void close() {
        webhooks.close();
        bridge.close();
        server.close();
        if (secure != null) {
            secure.close();
        }
    }
}
