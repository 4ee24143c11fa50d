package org.cordboard.server.functions;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the Node process of the Functions alive: started at once, started again with a growing pause whenever it ends,
/// ended with this object or, should this process die, by itself when its standard input closes.
public final class FunctionsHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FunctionsHost.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final Settings settings;
    private final CompletableFuture<Integer> firstPort = new CompletableFuture<>();
    private final Thread watcher;
    private volatile @Nullable Process process;
    private volatile boolean closed;

    /// @param host folder of the host program, with its libraries installed
    /// @param functions project folder: `functions/`, `assets/`, `.env`
    /// @param port 0 for any free one
    /// @param environment what the handlers get besides their `.env`, and where they find our API
    public record Settings(Path host, Path functions, String bind, int port, Map<String, String> environment) {
        @Override
        public String toString() {
            return "Settings[" + functions + ", port " + port + "]"; // the environment holds a token
        }
    }

    private FunctionsHost(Settings settings) {
        this.settings = settings;
        this.watcher = Thread.ofVirtual().name("functions-host").start(this::watch);
    }

    /// Starts the process and waits until it listens.
    ///
    /// @throws IOException if Node or the host's libraries are missing, or it does not come up
    public static FunctionsHost start(Settings settings) throws IOException {
        var host = new FunctionsHost(settings);
        try {
            host.firstPort.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return host;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            host.close();
            throw new IOException("interrupted while the Functions host started", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            host.close();
            throw new IOException(
                    "the Functions host did not start; is Node 20 or newer installed, and were its libraries"
                            + " fetched (npm ci in " + settings.host() + ")?",
                    e);
        }
    }

    /// Where it listens.
    public int port() {
        return firstPort.resultNow();
    }

    private void watch() {
        var pause = Duration.ofMillis(250);
        while (!closed) {
            var began = System.nanoTime();
            try {
                runOnce();
            } catch (IOException e) {
                firstPort.completeExceptionally(e);
                log.warn("Functions: cannot start Node: {}", e.getMessage());
            }
            if (closed) {
                return;
            }
            pause = Duration.ofNanos(System.nanoTime() - began).compareTo(PAUSE_MAX) > 0
                    ? Duration.ofMillis(250)
                    : pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
            log.warn("Functions: the Node process ended; starting it again in {} ms", pause.toMillis());
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runOnce() throws IOException {
        var builder = new ProcessBuilder(
                        "node", settings.host().resolve("src/main.js").toString())
                .redirectErrorStream(true);
        builder.environment().putAll(settings.environment());
        builder.environment().put("NODE_PATH", settings.host().resolve("node_modules").toString());
        builder.environment().put("FUNCTIONS_DIR", settings.functions().toString());
        builder.environment().put("FUNCTIONS_BIND", settings.bind());
        builder.environment()
                .put("FUNCTIONS_PORT", Integer.toString(firstPort.isDone() ? firstPort.getNow(0) : settings.port()));
        var started = builder.start();
        process = started;
        try (var lines = new BufferedReader(started.inputReader(StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("listening ")) {
                    firstPort.complete(Integer.parseInt(line.substring("listening ".length())));
                } else {
                    log.info("Functions: {}", line);
                }
            }
        } finally {
            started.destroyForcibly();
        }
    }

    @Override
    public void close() {
        closed = true;
        var running = process;
        if (running != null) {
            running.destroy();
        }
        watcher.interrupt();
    }
}
