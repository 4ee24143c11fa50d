package org.cordboard.server.browserphone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network between a page and the server's HTTPS port, which a test can cut. It passes bytes on as they are.
final class Network implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    Network(InetSocketAddress behind) throws IOException {
        this.behind = behind;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("network").start(this::run);
    }

    String host() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /// The network goes: every connection breaks, and no new one gets through until [#mend()].
    void cut() throws IOException {
        synchronized (open) {
            down = true;
        }
        for (var socket : open) {
            socket.close();
        }
    }

    /// Whether the network is there; if so the connection breaks with it from now on.
    private boolean passes(Socket... connection) {
        synchronized (open) {
            return !down && open.addAll(List.of(connection));
        }
    }

    void mend() {
        down = false;
    }

    private void run() {
        while (!door.isClosed()) {
            try {
                var outside = door.accept();
                Thread.ofVirtual().start(() -> carry(outside));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket outside) {
        try (outside;
                var inside = new Socket()) {
            if (!passes(outside, inside)) {
                return;
            }
            inside.connect(behind, 20_000);
            var back = Thread.ofVirtual().start(() -> copy(inside, outside));
            copy(outside, inside);
            back.join();
        } catch (IOException e) {
            // One side went away; so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(outside);
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // Cut, or closed by the other direction.
        } finally {
            open.remove(from);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
