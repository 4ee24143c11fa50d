package org.cordboard.server.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cordboard.server.client.ApiException;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.server.config.Settings;
import org.cordboard.server.demo.Story;
import org.cordboard.server.wiring.Cordboard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard demo`: the whole call with two scripted phones, against the running server or one of its own.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "play one whole call with two scripted SIP phones and tell it line by line")
final class Demo implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var running = running();
        if (running != null) {
            remote.out().println("Playing against the running server at " + running.url());
            play(running);
            return 0;
        }
        remote.out().println("No server is running here: starting one that keeps nothing.");
        remote.out().flush();
        var settings = new EnumMap<Setting, String>(Map.of(
                Setting.EPHEMERAL, "true",
                Setting.HTTP_PORT, "0",
                Setting.SIP_PORT, "0",
                Setting.MEDIA_PORTS, "0-0",
                Setting.DATA, System.getProperty("java.io.tmpdir") + "/cordboard-demo"));
        var config = ServerConfig.of(Settings.gather(settings, Map.of(), null));
        try (var server = Cordboard.start(config, cause -> remote.out().println("the engine stopped: " + cause))) {
            play(server.connection());
        }
        return 0;
    }

    private void play(Connection connection) throws IOException {
        try (var api = PublicApi.of(connection)) {
            new Story(connection, api, remote.out()).play();
        }
    }

    private @org.jspecify.annotations.Nullable Connection running() {
        try {
            var connection = remote.connection();
            try (var api = PublicApi.of(connection)) {
                api.get("/v1/Workspaces?PageSize=1");
            }
            return connection;
        } catch (IOException | java.io.UncheckedIOException | ApiException e) {
            return null;
        }
    }
}
