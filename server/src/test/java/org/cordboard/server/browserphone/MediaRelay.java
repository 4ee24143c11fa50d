package org.cordboard.server.browserphone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What translates the addresses of a page's media, as a router does: each of the page's sockets gets a port outside, and
/// after [#move()] another one. Before it knows the server it drops everything.
final class MediaRelay implements AutoCloseable {
    private static final int PACKET_MAX = 4_096;

    private final DatagramSocket inside = socket();
    private final Map<SocketAddress, DatagramSocket> outside = new ConcurrentHashMap<>();
    private volatile @Nullable InetSocketAddress server;

    MediaRelay() throws IOException {
        Thread.ofVirtual().name("relay").start(this::out);
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0); // at every address: the page calls the server by one that is not loopback's
    }

    int port() {
        return inside.getLocalPort();
    }

    /// @param address of the server as `host:port`
    void to(String address) {
        int colon = address.lastIndexOf(':');
        server = new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /// Everything goes out by other ports from now on; what comes for the former ones is lost.
    void move() {
        for (var page : outside.keySet()) {
            var before = outside.remove(page);
            if (before != null) {
                before.close();
            }
        }
    }

    private void out() {
        var packet = new DatagramPacket(new byte[PACKET_MAX], PACKET_MAX);
        while (!inside.isClosed()) {
            try {
                packet.setLength(PACKET_MAX);
                inside.receive(packet);
                var to = server;
                if (to != null) {
                    portFor(packet.getSocketAddress()).send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                }
            } catch (IOException e) {
                // Closed, or moved just now: this packet is lost.
            }
        }
    }

    private DatagramSocket portFor(SocketAddress page) throws IOException {
        var known = outside.get(page);
        if (known != null) {
            return known;
        }
        var fresh = socket();
        outside.put(page, fresh);
        Thread.ofVirtual().name("relay-back").start(() -> back(fresh, page));
        return fresh;
    }

    private void back(DatagramSocket from, SocketAddress page) {
        var packet = new DatagramPacket(new byte[PACKET_MAX], PACKET_MAX);
        while (!from.isClosed()) {
            try {
                packet.setLength(PACKET_MAX);
                from.receive(packet);
                inside.send(new DatagramPacket(packet.getData(), packet.getLength(), page));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    @Override
    public void close() {
        inside.close();
        move();
    }
}
