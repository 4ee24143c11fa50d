package org.cordboard.server;

import java.io.IOException;
import java.util.logging.LogManager;
import org.cordboard.server.cli.CordboardCommand;

/// The entry point of the command line; `up` is the server.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (var settings = Main.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(settings);
            }
        }
        System.exit(CordboardCommand.run(arguments));
    }
}
