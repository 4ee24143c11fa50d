package org.cordboard.server.browserphone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// What translates the addresses of a page's media, as a router does: the server sees its packets come from the router, and
/// after [#move()] from another one. Before it knows the server it drops everything.
final class MediaRelay implements AutoCloseable {
    private static final int PACKET_MAX = 4_096;

    private final DatagramSocket inside = socket();
    private volatile DatagramSocket outside = socket();
    private volatile @Nullable InetSocketAddress server;
    private volatile @Nullable SocketAddress page;

    MediaRelay() throws IOException {
        Thread.ofVirtual().name("relay").start(this::out);
        back(outside);
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() {
        return inside.getLocalPort();
    }

    void to(int serverPort) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    }

    /// Everything goes out by another port from now on; what comes for the former one is lost.
    void move() throws IOException {
        var before = outside;
        outside = socket();
        back(outside);
        before.close();
    }

    private void out() {
        var packet = new DatagramPacket(new byte[PACKET_MAX], PACKET_MAX);
        while (!inside.isClosed()) {
            try {
                packet.setLength(PACKET_MAX);
                inside.receive(packet);
                page = packet.getSocketAddress();
                var to = server;
                if (to != null) {
                    outside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                }
            } catch (IOException e) {
                // Closed, or moved just now: this packet is lost.
            }
        }
    }

    private void back(DatagramSocket from) {
        Thread.ofVirtual().name("relay-back").start(() -> {
            var packet = new DatagramPacket(new byte[PACKET_MAX], PACKET_MAX);
            while (!from.isClosed()) {
                try {
                    packet.setLength(PACKET_MAX);
                    from.receive(packet);
                    var to = page;
                    if (to != null) {
                        inside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                    }
                } catch (IOException e) {
                    // Closed: the loop ends.
                }
            }
        });
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
