package org.cordboard.server.clients;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;

/// The packaged server as a process of its own, which a test may kill.
final class Child implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    private final Process process;
    private final Connection connection;

    private Child(Process process, Connection connection) {
        this.process = process;
        this.connection = connection;
    }

    /// Starts it on free ports over a data folder and waits until it answers.
    static Child start(Path data) throws IOException, InterruptedException {
        var file = data.resolve(Connection.FILE);
        Files.deleteIfExists(file);
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xms48m",
                        "-XX:TieredStopAtLevel=1", // it lives for seconds only
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        "target/lib/*",
                        "org.cordboard.server.Main",
                        "up",
                        "--data",
                        data.toString(),
                        "--http",
                        "0",
                        "--sip",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()))
                .start();
        var limit = System.nanoTime() + START.toNanos();
        while (!Files.exists(file)) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                process.destroyForcibly();
                throw new AssertionError("the server did not start: " + Files.readString(data.resolve("server.log")));
            }
            Thread.sleep(20);
        }
        return new Child(process, Connection.find(data, Map.of()));
    }

    Connection connection() {
        return connection;
    }

    PublicApi api() {
        return PublicApi.of(connection);
    }

    InetSocketAddress sip() {
        var colon = connection.sipAddress().lastIndexOf(':');
        return new InetSocketAddress(
                connection.sipAddress().substring(0, colon),
                Integer.parseInt(connection.sipAddress().substring(colon + 1)));
    }

    /// SIGKILL: no goodbye, no flush.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server survived SIGKILL");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
