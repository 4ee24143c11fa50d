package org.cordboard.server.wiring;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.functions.FunctionsHost;

/// The Functions over the HTTP face: their process gets the account's credentials and our address.
final class FunctionsAssembly {
    private FunctionsAssembly() {}

    /// @param url where handlers reach the API
    static FunctionsHost start(ServerConfig config, Installation installation, URI url) throws IOException {
        var functions = config.functions();
        var host = Path.of(functions.host()).toAbsolutePath().normalize();
        var folder = Path.of(functions.folder()).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IOException("functions.dir: there is no folder " + folder);
        }
        if (!Files.isRegularFile(host.resolve("src/main.js"))) {
            throw new IOException("functions.host: the Functions host is not in " + host);
        }
        return FunctionsHost.start(new FunctionsHost.Settings(
                host,
                folder,
                config.bind().getHostAddress(),
                functions.port(),
                Map.of(
                        "CORDBOARD_URL", url.toString(),
                        "FUNCTIONS_ACCOUNT_SID", installation.account().value(),
                        "FUNCTIONS_AUTH_TOKEN", installation.authToken())));
    }
}
