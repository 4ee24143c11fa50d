package org.cordboard.server.wiring;

import java.net.URI;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.cordboard.api.ApiConfig;
import org.cordboard.api.HttpFace;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.cordboard.server.config.ServerConfig;

/// The HTTP face over the engine and the voice side.
final class HttpAssembly {
    private HttpAssembly() {}

    /// @param url how callers on this machine reach it
    record Running(HttpFace face, URI url) implements AutoCloseable {
        @Override
        public void close() {
            face.close();
        }
    }

    /// @param url asked late: under which applications reach us
    static Running start(
            ServerConfig config,
            Engine engine,
            History history,
            Installation installation,
            VoiceAssembly.Running voice,
            Supplier<String> url) {
        var publicUrl = config.publicUrl().isEmpty() ? null : URI.create(config.publicUrl());
        var more = new ArrayList<>(BrowserAssembly.endpoints());
        more.addAll(new FlowWebhooks(engine, voice.voice().flows(), url).endpoints());
        var face = HttpFace.start(
                new ApiConfig(
                        config.bind().getHostAddress(),
                        config.httpPort(),
                        publicUrl,
                        HttpLimits.standard(),
                        config.privateWebhooks(),
                        installation.tokenPassword(),
                        config.data().resolve("recordings")),
                engine,
                history,
                voice.ports(),
                more,
                BrowserAssembly.sockets(voice.voice().browsers(), engine));
        return new Running(face, publicUrl == null ? face.localAddress() : publicUrl);
    }
}
