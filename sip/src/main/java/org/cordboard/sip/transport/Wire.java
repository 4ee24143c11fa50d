package org.cordboard.sip.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.cordboard.sip.Flow;
import org.cordboard.sip.Transport;

/// The network as the core sees it: real sockets in production, a scripted one in tests. Methods never
/// block.
public interface Wire extends AutoCloseable {

    /// Sends over the flow's connection if that is still open, else over one to the flow's address, opening
    /// it if need be.
    ///
    /// @param onError run, on any thread and at most once, when it turns out that the bytes cannot be sent
    void send(Flow flow, byte[] bytes, Runnable onError);

    /// Where we listen; empty when that transport is off.
    Optional<InetSocketAddress> listening(Transport transport);

    /// Host and port a peer at `remote` can reach us at, for Via and Contact.
    HostPort local(Transport transport, InetSocketAddress remote);

    /// True when the connection of this flow still stands.
    boolean open(Flow flow);

    @Override
    void close();

    /// @param host name or address, IPv6 in brackets
    record HostPort(String host, int port) {}

    /// Takes what arrives. Runs on a network thread: must not block.
    interface Receiver {
        /// One datagram or one framed message. The array may be reused after return.
        void received(Flow flow, byte[] data, int offset, int length);

        /// Bytes on a connection that cannot be framed; it is closed once an answer sent now is out.
        ///
        /// @param head the header section, as far as it was found
        void unframeable(Flow flow, byte[] head, String problem);
    }
}
