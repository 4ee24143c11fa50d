package org.cordboard.sip;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;

/// A running SIP endpoint: sockets, transactions, calls, registrar. All methods may be called from any
/// thread.
public interface SipStack extends AutoCloseable {

    /// Opens the sockets.
    ///
    /// @throws java.io.UncheckedIOException when an address cannot be bound
    static SipStack start(SipConfig config, SipListener listener) {
        return Endpoint.onSockets(config, listener, null);
    }

    /// With a registrar on the same sockets.
    static SipStack start(SipConfig config, SipListener listener, Registrar.Settings registrar) {
        return Endpoint.onSockets(config, listener, registrar);
    }

    /// Where we listen, with the real port; empty for a transport that is off.
    Optional<InetSocketAddress> address(Transport transport);

    /// A URI that reaches us over this transport, as in our Contact.
    SipUri contact(String user, Transport transport);

    /// Starts a call; returns at once. Every outcome, even a failed name look-up, comes through `handler`.
    OutboundCall invite(OutboundInvite invite, OutboundHandler handler);

    /// Sends a text. Completes with the final response, one of our own (408, 503) when there was none; never
    /// exceptionally.
    CompletableFuture<SipResponse> message(OutboundMessage message);

    /// The registrar given at start; an empty one that refuses everybody otherwise.
    Registrar registrar();

    /// Registers us at a carrier and keeps it so.
    Registration register(OutboundRegistration registration);

    /// Asks a peer for life with OPTIONS. Never completes exceptionally, see [Dialog].
    CompletableFuture<SipResponse> ping(SipUri target);

    /// Calls in progress, being set up or torn down.
    int dialogs();

    /// Figures for the operator.
    Counters counters();

    /// Ends all dialogs with BYE, refuses new calls, closes the sockets. Waits at most one second.
    @Override
    void close();

    /// Totals since start.
    ///
    /// @param received messages read whole
    /// @param sent messages written, retransmissions included
    /// @param retransmitted messages sent again by a timer
    /// @param malformed messages answered 400 or dropped as unreadable
    /// @param overloaded requests answered 503 by limits
    /// @param transactions open now
    record Counters(long received, long sent, long retransmitted, long malformed, long overloaded, int transactions) {}
}
