package org.cordboard.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL of its own on a free port of loopback, from the system's installed programs; gone when closed.
final class PostgresServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path folder;
    private final Process server;
    private final int port;

    /// The folder of the newest installed programs.
    static Optional<Path> programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (var versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static PostgresServer start() throws IOException, InterruptedException {
        var bin = programs().orElseThrow();
        // Not below a folder that only its owner may enter: the server runs as another user when we are root.
        var folder = Files.createTempDirectory(
                Path.of("/tmp"),
                "history-pg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var data = folder.resolve("data").toString();
        var made = process(
                        folder,
                        bin.resolve("initdb").toString(),
                        "-D",
                        data,
                        "-U",
                        USER,
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "-N")
                .waitFor();
        if (made != 0) {
            throw new IOException("initdb ended with " + made + ": " + Files.readString(folder.resolve("log")));
        }
        var server = process(
                folder,
                bin.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                "" + port,
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-F");
        return new PostgresServer(folder, server, port);
    }

    /// PostgreSQL refuses to run as root.
    private static Process process(Path folder, String... command) throws IOException {
        var all = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
        }
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private PostgresServer(Path folder, Process server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /// Waits until the server answers.
    HistoryConfig config() throws InterruptedException, IOException {
        while (server.isAlive() && !Files.readString(folder.resolve("log")).contains("ready to accept connections")) {
            Thread.sleep(20);
        }
        return HistoryConfig.postgresql("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            server.onExit().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            server.destroyForcibly();
            throw new IOException("PostgreSQL did not stop", e);
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
