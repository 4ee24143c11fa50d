package org.cordboard.sip;

import java.net.InetSocketAddress;

/// The way to one peer: transport, its address as packets show it (not as headers claim), and for TCP and
/// TLS the connection. A binding keeps the flow it was registered over, so that a phone behind NAT is
/// reached where it really is (RFC 5626).
///
/// @param connection number of the connection, 0 for UDP; a flow over a closed connection is dialled anew
///     by address
public record Flow(Transport transport, InetSocketAddress remote, long connection) {

    public static Flow udp(InetSocketAddress remote) {
        return new Flow(Transport.UDP, remote, 0);
    }

    /// To `remote` over any connection, an open one if there is one.
    public static Flow to(Transport transport, InetSocketAddress remote) {
        return new Flow(transport, remote, 0);
    }
}
