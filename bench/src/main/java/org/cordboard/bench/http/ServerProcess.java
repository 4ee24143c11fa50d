package org.cordboard.bench.http;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.server.client.Connection;

/// A server in a process of its own, with the options `./dev up` gives it: what the generator allocates is not
/// collected at its cost. Ends with the benchmark.
final class ServerProcess implements AutoCloseable {
    /// Set by `./dev bench`; separated by spaces.
    private static final String OPTIONS = "CORDBOARD_SERVER_OPTIONS";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Connection connection;

    private ServerProcess(Process process, Connection connection) {
        this.process = process;
        this.connection = connection;
    }

    /// @param data folder it keeps everything in
    static ServerProcess start(Path data) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.cordboard.server.Main", "up"));
        command.addAll(List.of("--data", data.toString(), "--http", "0", "--sip", "0"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(data.toFile(), "server.log"))
                .start();
        try {
            return new ServerProcess(process, connection(process, data));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    static List<String> options() {
        var text = System.getenv().getOrDefault(OPTIONS, "").strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }

    private static Connection connection(Process process, Path data) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(data.resolve(Connection.FILE))) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
                throw new IOException("the server did not start: see " + data.resolve("server.log"));
            }
        }
        return Connection.find(data, Map.of());
    }

    Connection connection() {
        return connection;
    }

    /// Processor time it has used so far, in milliseconds.
    long cpuMillis() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    /// Resident memory in MiB.
    long residentMib() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) / 1_024;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
