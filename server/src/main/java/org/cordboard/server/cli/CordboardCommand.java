package org.cordboard.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.cordboard.server.client.ApiException;
import org.cordboard.server.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
        name = "cordboard",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        description = "An open contact centre in one process.",
        subcommands = {
            Up.class,
            Demo.class,
            Workers.class,
            Tasks.class,
            Reservations.class,
            Calls.class,
            Conferences.class,
            Queues.class,
            Flow.class,
            ConfigReference.class
        })
public final class CordboardCommand {
    private static final int FAILED = 1;

    /// Runs one command; answers the exit code.
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /// With everything a test may redirect.
    static CommandLine commandLine() {
        return new CommandLine(new CordboardCommand()).setExecutionExceptionHandler((problem, line, result) -> {
            if (expected(problem)) {
                line.getErr().println("cordboard: " + problem.getMessage());
                return FAILED;
            }
            throw problem;
        });
    }

    private static boolean expected(Exception problem) {
        return problem instanceof ConfigurationException
                || problem instanceof ApiException
                || problem instanceof IOException
                || problem instanceof UncheckedIOException;
    }
}
