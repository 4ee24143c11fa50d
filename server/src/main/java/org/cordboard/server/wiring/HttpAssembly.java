package org.cordboard.server.wiring;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.cordboard.api.ApiConfig;
import org.cordboard.api.HttpFace;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.metrics.Metrics;
import org.cordboard.server.metrics.OperatorEndpoints;
import org.cordboard.server.tls.PemFiles;
import org.cordboard.server.tls.ReloadedKeys;
import org.cordboard.server.tls.SelfSigned;

/// The HTTP face over the engine and the voice side.
final class HttpAssembly {
    private static final String LOOPBACK = "127.0.0.1";

    private HttpAssembly() {}

    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(10);

    /// @param url how callers on this machine reach it
    /// @param published how others do
    record Running(HttpFace face, URI url, URI published, Parts parts) implements AutoCloseable {
        @Override
        public void close() {
            parts.close();
        }
    }

    /// @param url asked late: under which applications reach us
    static Running start(
            ServerConfig config,
            Engine engine,
            History history,
            Installation installation,
            VoiceAssembly.Running voice,
            Metrics metrics,
            Supplier<String> url)
            throws IOException {
        var parts = new Parts();
        var publicUrl = config.publicUrl().isEmpty() ? null : URI.create(config.publicUrl());
        var more = new ArrayList<>(BrowserAssembly.endpoints());
        more.addAll(new OperatorEndpoints(metrics, engine).endpoints());
        more.addAll(new FlowWebhooks(engine, voice.voice().flows(), url).endpoints());
        var secure = config.tls().wanted() ? secure(config, parts) : null;
        var face = parts.add(HttpFace.start(
                new ApiConfig(
                        secure == null ? config.bind().getHostAddress() : LOOPBACK,
                        config.httpPort(),
                        publicUrl,
                        HttpLimits.standard(),
                        config.privateWebhooks(),
                        installation.tokenPassword(),
                        config.data().resolve("recordings"),
                        !config.privateRecordings(),
                        config.ice(),
                        metrics,
                        secure),
                engine,
                history,
                voice.ports(),
                more,
                BrowserAssembly.sockets(voice.voice().browsers(), engine)));
        metrics.gauge("cordboard.browser.sockets", "Open sockets of worker pages", face, HttpFace::openSockets);
        var local = face.localAddress();
        return new Running(
                face,
                publicUrl == null ? local : publicUrl,
                publicUrl == null ? published(config, face, local) : publicUrl,
                parts);
    }

    private static ApiConfig.Secure secure(ServerConfig config, Parts parts) throws IOException {
        var tls = config.tls();
        var files = tls.selfSigned()
                ? SelfSigned.in(
                        config.ephemeral()
                                ? parts.add(new ScratchFolder()).path()
                                : config.data().resolve("tls"),
                        Set.of("localhost", config.sipDomain()),
                        ownAddresses(config),
                        Instant.now())
                : new PemFiles(Path.of(tls.certificate()), Path.of(tls.key()));
        var keys = parts.add(ReloadedKeys.of(files, CERTIFICATE_INTERVAL));
        return new ApiConfig.Secure(config.bind().getHostAddress(), tls.port(), keys.context());
    }

    private static Set<InetAddress> ownAddresses(ServerConfig config) throws IOException {
        var addresses = new LinkedHashSet<InetAddress>();
        addresses.add(InetAddress.getByName(LOOPBACK));
        for (var address : List.of(config.bind(), config.advertise())) {
            if (!address.isAnyLocalAddress()) {
                addresses.add(address);
            }
        }
        if (config.bind().isAnyLocalAddress()) {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address)
                    .forEach(addresses::add);
        }
        return addresses;
    }

    /// Over HTTPS where there is some; others do not reach the plain port then.
    private static URI published(ServerConfig config, HttpFace face, URI local) {
        var secure = face.secureAddress();
        if (secure == null) {
            return local;
        }
        return config.advertise().isAnyLocalAddress()
                ? secure
                : URI.create("https://" + config.advertise().getHostAddress() + ":" + secure.getPort());
    }
}
