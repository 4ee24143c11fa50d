package org.cordboard.voice;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A web server whose one sound has no end: a little comes at a time, for as long as somebody reads.
final class EndlessSound implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private volatile boolean left;

    EndlessSound() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/sound";
    }

    /// Whether the listener has hung up.
    boolean left() {
        return left;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> send(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void send(Socket socket) {
        try (socket;
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: audio/basic\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var some = new byte[1_600];
            while (!server.isClosed()) {
                out.write(some);
                out.flush();
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException _) {
            left = true;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
