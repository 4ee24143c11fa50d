package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A real SIP program started by a test; it ends with the test.
final class Program implements AutoCloseable {
    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Program start(Path directory, List<String> command) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", command.getFirst())), command.getFirst() + " is not installed");
        Path output = Files.createTempFile(directory, command.getFirst(), ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Program(process, output);
    }

    /// Waits for the end, which must come with status 0.
    void expectSuccess(int seconds) throws IOException, InterruptedException {
        boolean done = process.waitFor(seconds, TimeUnit.SECONDS);
        String text = Files.readString(output);
        assertTrue(done, () -> "still running:\n" + text);
        assertEquals(0, process.exitValue(), () -> text);
    }

    boolean running() {
        return process.isAlive();
    }

    /// A port that nobody has over UDP or TCP. It lies below those the system hands out, so that no socket opened
    /// meanwhile gets it.
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                    var tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort() == tcp.getLocalPort() ? port : 0;
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
