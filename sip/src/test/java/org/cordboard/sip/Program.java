package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    static int freeUdpPort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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
