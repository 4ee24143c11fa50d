package org.cordboard.sip.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.cordboard.sip.Flow;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The real network: one UDP port, TCP and TLS listeners and their connections. Safe on any thread.
public final class Sockets implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int PORT_TRIES = 20;
    private static final int LOCAL_CACHE_MAX = 1_000;

    private record Peer(Transport transport, InetSocketAddress remote) {}

    private final SipConfig config;
    private final Receiver receiver;
    private final Map<Transport, InetSocketAddress> listening = new EnumMap<>(Transport.class);
    private final List<ServerSocket> servers = new ArrayList<>();
    private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
    private final Map<Peer, Connection> byPeer = new ConcurrentHashMap<>();
    private final Map<InetAddress, String> localTowards = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable UdpPort udp;
    private volatile boolean closed;

    private Sockets(SipConfig config, Receiver receiver) {
        this.config = config;
        this.receiver = receiver;
    }

    /// Binds everything, reading nothing yet.
    ///
    /// @throws UncheckedIOException naming the address that cannot be bound
    public static Sockets bind(SipConfig config, Receiver receiver) {
        for (int attempt = 1; ; attempt++) {
            var sockets = new Sockets(config, receiver);
            try {
                sockets.bindAll();
                return sockets;
            } catch (IOException e) {
                sockets.close();
                if (!sharesEphemeralPort(config) || attempt == PORT_TRIES) {
                    throw new UncheckedIOException("sip: cannot listen: " + e.getMessage(), e);
                }
            }
        }
    }

    private static boolean sharesEphemeralPort(SipConfig config) {
        return config.udp() != null
                && config.tcp() != null
                && config.udp().getPort() == 0
                && config.tcp().getPort() == 0;
    }

    private void bindAll() throws IOException {
        InetSocketAddress udpAddress = config.udp();
        InetSocketAddress tcpAddress = config.tcp();
        if (udpAddress != null) {
            var port = new UdpPort(udpAddress, receiver);
            udp = port;
            listening.put(Transport.UDP, port.address());
            if (sharesEphemeralPort(config) && tcpAddress != null) {
                tcpAddress = new InetSocketAddress(
                        tcpAddress.getAddress(), port.address().getPort());
            }
        }
        if (tcpAddress != null) {
            listening.put(Transport.TCP, listen(new ServerSocket(), tcpAddress));
        }
        SipConfig.Tls tls = config.tls();
        if (tls != null) {
            listening.put(Transport.TLS, listen(new ServerSocket(), tls.address()));
        }
    }

    private InetSocketAddress listen(ServerSocket server, InetSocketAddress address) throws IOException {
        servers.add(server);
        server.setReuseAddress(true);
        server.bind(address, 256);
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// Starts reading.
    public void start() {
        if (udp != null) {
            udp.start();
        }
        for (ServerSocket server : servers) {
            boolean secure = listening.get(Transport.TLS) != null
                    && server.getLocalPort() == listening.get(Transport.TLS).getPort();
            Transport transport = secure ? Transport.TLS : Transport.TCP;
            Thread.ofVirtual().name("sip-accept-" + transport).start(() -> accept(server, transport));
        }
    }

    private void accept(ServerSocket server, Transport transport) {
        while (!closed) {
            try {
                Socket socket = server.accept();
                if (connections.size() >= config.limits().connections()) {
                    LOG.warn("Connection refused: {} are open (sip.limits.connections)", connections.size());
                    socket.close();
                    continue;
                }
                var remote = (InetSocketAddress) socket.getRemoteSocketAddress();
                connect(transport, remote, () -> transport == Transport.TLS ? secured(socket, remote, false) : socket);
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("Accepting a SIP connection failed: {}", e.getMessage());
                }
            }
        }
    }

    private Connection connect(Transport transport, InetSocketAddress remote, Connection.Opening opening) {
        var peer = new Peer(transport, remote);
        long number = numbers.incrementAndGet();
        Flow flow = Connection.flow(transport, remote, number);
        var connection = new Connection(flow, opening, config.limits().messageBytes(), receiver, () -> {
            Connection gone = connections.remove(number);
            if (gone != null) {
                byPeer.remove(peer, gone);
            }
        });
        connections.put(number, connection);
        byPeer.put(peer, connection);
        connection.start();
        return connection;
    }

    private Socket dial(Transport transport, InetSocketAddress remote) throws IOException {
        var socket = new Socket();
        try {
            InetSocketAddress own = listening.get(transport);
            if (own != null && !own.getAddress().isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(own.getAddress(), 0));
            }
            socket.connect(remote, CONNECT_MILLIS);
            return transport == Transport.TLS ? secured(socket, remote, true) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, InetSocketAddress remote, boolean client) throws IOException {
        SipConfig.Tls tls = config.tls();
        if (tls == null) {
            throw new IOException("TLS is not configured");
        }
        plain.setSoTimeout(HANDSHAKE_MILLIS);
        var socket = (SSLSocket)
                tls.context().getSocketFactory().createSocket(plain, remote.getHostString(), remote.getPort(), true);
        socket.setUseClientMode(client);
        if (client) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // same name matching as RFC 5922 section 7.2 asks
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    @Override
    public void send(Flow flow, byte[] bytes, Runnable onError) {
        if (closed) {
            onError.run();
            return;
        }
        if (flow.transport() == Transport.UDP) {
            sendDatagram(flow.remote(), bytes, onError);
        } else {
            connectionFor(flow).ifPresentOrElse(c -> c.send(bytes, onError), onError);
        }
    }

    private void sendDatagram(InetSocketAddress remote, byte[] bytes, Runnable onError) {
        try {
            if (udp == null || remote.isUnresolved()) {
                onError.run();
            } else {
                udp.send(remote, bytes);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("UDP to {} failed: {}", remote, e.getMessage());
            onError.run();
        }
    }

    private Optional<Connection> connectionFor(Flow flow) {
        Connection known = connections.get(flow.connection());
        if (known == null || known.isClosed()) {
            known = byPeer.get(new Peer(flow.transport(), flow.remote()));
        }
        if (known != null && !known.isClosed()) {
            return Optional.of(known);
        }
        if (connections.size() >= config.limits().connections()
                || flow.transport() == Transport.TLS && config.tls() == null) {
            return Optional.empty();
        }
        return Optional.of(connect(flow.transport(), flow.remote(), () -> dial(flow.transport(), flow.remote())));
    }

    @Override
    public boolean open(Flow flow) {
        Connection connection = connections.get(flow.connection());
        return connection != null && !connection.isClosed();
    }

    @Override
    public Optional<InetSocketAddress> listening(Transport transport) {
        return Optional.ofNullable(listening.get(transport));
    }

    @Override
    public HostPort local(Transport transport, InetSocketAddress remote) {
        InetSocketAddress own = listening.get(transport);
        int port = own == null ? transport.defaultPort() : own.getPort();
        String host = config.advertised()
                .orElseGet(() ->
                        own == null || own.getAddress().isAnyLocalAddress() ? towards(remote) : text(own.getAddress()));
        return new HostPort(host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host, port);
    }

    private String towards(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (address == null) {
            return text(InetAddress.getLoopbackAddress());
        }
        if (localTowards.size() > LOCAL_CACHE_MAX) {
            localTowards.clear();
        }
        return localTowards.computeIfAbsent(address, Sockets::routeTo);
    }

    /// The local address the system would use towards a peer; connecting a UDP socket sends nothing.
    private static String routeTo(InetAddress remote) {
        try (var probe = new DatagramSocket()) {
            probe.connect(remote, 5060);
            return text(probe.getLocalAddress());
        } catch (SocketException | RuntimeException e) {
            LOG.debug("No route to {}: {}", remote, e.getMessage());
            return text(InetAddress.getLoopbackAddress());
        }
    }

    private static String text(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (udp != null) {
                udp.close();
            }
            for (ServerSocket server : servers) {
                server.close();
            }
        } catch (IOException e) {
            LOG.debug("closing SIP sockets: {}", e.getMessage());
        }
        List.copyOf(connections.values()).forEach(Connection::close);
    }
}
