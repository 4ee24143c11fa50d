package org.cordboard.server.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.cordboard.api.webhook.Webhooks;
import org.cordboard.history.History;
import org.cordboard.history.HistoryConfig;
import org.cordboard.routing.Engine;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.demo.DemoCentre;
import org.cordboard.server.functions.FunctionsHost;
import org.cordboard.server.metrics.EngineMetrics;
import org.cordboard.server.metrics.Metrics;
import org.cordboard.server.tls.Authorities;
import org.jspecify.annotations.Nullable;

/// A whole running Cordboard: engine, voice and HTTP in this process. Closing ends calls, then requests, then the log.
public final class Cordboard implements AutoCloseable {
    private final Parts parts = new Parts();
    private final ServerConfig config;
    private final Installation installation;
    private final Engine engine;
    private final HttpAssembly.Running http;
    private final VoiceAssembly.Running voice;
    private final @Nullable FunctionsHost functions;
    private DemoCentre.@Nullable Made demo;

    /// Starts everything; returns when calls and requests are taken.
    ///
    /// @param onFatal called once when the engine cannot go on, for instance because the disk is full
    /// @throws IOException if a port is taken or the data folder cannot be used; the message says which
    public static Cordboard start(ServerConfig config, Consumer<Throwable> onFatal) throws IOException {
        prepareFolder(config.data());
        if (!config.tls().trusted().isEmpty()) {
            Authorities.believe(Path.of(config.tls().trusted()));
        }
        return new Cordboard(config, onFatal);
    }

    private Cordboard(ServerConfig config, Consumer<Throwable> onFatal) throws IOException {
        this.config = config;
        var url = new AtomicReference<>(config.publicUrl());
        try {
            engine = parts.add(
                    EngineAssembly.start(config, Set.of(History.CONSUMER, Webhooks.CONSUMER), onFatal));
            var metrics = parts.add(new Metrics());
            parts.add(new EngineMetrics(metrics, engine, InstantSource.system()));
            var history = parts.add(History.start(historyConfig(), engine, InstantSource.system()));
            installation = Installation.find(engine, config.secrets());
            installation.nameDomain(engine, config.sipDomain());
            installation.routeNumbers(engine, config.routes(), config.trunk());
            installation.keepInventory(engine, config.inventory());
            voice = parts.add(VoiceAssembly.start(config, engine, metrics, url::get));
            parts.add(Retirement.start(engine, history, InstantSource.system()));
            http = parts.add(HttpAssembly.start(config, engine, history, installation, voice, metrics, url::get));
            url.set(http.published().toString());
            functions = config.functions().folder().isEmpty()
                    ? null
                    : parts.add(FunctionsAssembly.start(config, installation, http.face().localAddress()));
            if (config.demo()) {
                demo = makeDemo();
            }
            if (!config.ephemeral()) {
                connection().write(config.data());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Of a server that keeps nothing, the history goes to a file of its own that is deleted with it.
    private HistoryConfig historyConfig() throws IOException {
        if (!config.ephemeral()) {
            return HistoryConfig.sqlite(config.data().resolve("history.db"));
        }
        var folder = parts.add(new ScratchFolder());
        return HistoryConfig.sqlite(folder.path().resolve("history.db"));
    }

    private static void prepareFolder(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private DemoCentre.Made makeDemo() {
        try (var api = new PublicApi(
                http.url().toString(), installation.account().value(), installation.authToken())) {
            return new DemoCentre(
                            api,
                            installation.account().value(),
                            config.sipDomain(),
                            installation.phonePassword())
                    .make();
        }
    }

    /// How applications reach this server.
    public Connection connection() {
        var made = demo;
        var sip = sipAddress();
        return new Connection(
                http.url().toString(),
                installation.account().value(),
                installation.authToken(),
                made == null ? "" : made.workspaceSid(),
                installation.tokenPassword(),
                made == null ? "" : made.number(),
                sip.getAddress().getHostAddress() + ":" + sip.getPort(),
                config.sipDomain(),
                installation.phonePassword());
    }

    /// The demo centre, where one was asked for.
    public DemoCentre.@Nullable Made demo() {
        return demo;
    }

    public URI url() {
        return http.url();
    }

    /// Where HTTPS is spoken, where it is.
    public @Nullable URI secureUrl() {
        return http.face().secureAddress();
    }

    /// Where the Functions listen, where there are some.
    public @Nullable URI functionsUrl() {
        var host = functions;
        return host == null
                ? null
                : URI.create("http://" + (config.bind().isAnyLocalAddress() ? "127.0.0.1" : bracketed()) + ":" + host.port());
    }

    private String bracketed() {
        var address = config.bind().getHostAddress();
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    public InetSocketAddress sipAddress() {
        return voice.sipAddress();
    }

    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        parts.close();
    }
}
