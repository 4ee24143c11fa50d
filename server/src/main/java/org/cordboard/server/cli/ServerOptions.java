package org.cordboard.server.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.server.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a command that starts a server.
final class ServerOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept (default ./data)")
    @Nullable String data;

    @Option(names = "--http", paramLabel = "PORT", description = "pages, REST and sockets (default 8080)")
    @Nullable String http;

    @Option(names = "--sip", paramLabel = "PORT", description = "SIP over UDP and TCP (default 5060)")
    @Nullable String sip;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "where to listen (default 127.0.0.1)")
    @Nullable String bind;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file; 'cordboard config' lists all settings")
    @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any other setting")
    Map<String, String> others = Map.of();

    ServerConfig read() {
        var commandLine = new EnumMap<Setting, String>(Setting.class);
        put(commandLine, Setting.DATA, data);
        put(commandLine, Setting.HTTP_PORT, http);
        put(commandLine, Setting.SIP_PORT, sip);
        put(commandLine, Setting.BIND, bind);
        others.forEach((key, value) -> Settings.enter(commandLine, key, value, "--set"));
        return ServerConfig.of(Settings.gather(commandLine, System.getenv(), config));
    }

    private static void put(Map<Setting, String> into, Setting setting, @Nullable String value) {
        if (value != null) {
            into.put(setting, value);
        }
    }
}
