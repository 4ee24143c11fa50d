package org.cordboard.server.story;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for programs that must be told theirs before they start.
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int END = 32_000;

    private FreePort() {}

    /// A port that nobody has over TCP or UDP. It lies below those the system hands out, so that no socket opened
    /// meanwhile gets it.
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            if (free(port)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (var tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
