package org.cordboard.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.cordboard.sip.message.MessageParser;
import org.cordboard.sip.message.ParseResult;
import org.cordboard.sip.message.SipMessage;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.transport.Wire;
import org.jspecify.annotations.Nullable;

/// A stack whose network is this object and whose clock only moves by [#pass].
final class SimulatedNetwork implements Wire {
    static final Flow PEER = Flow.udp(new InetSocketAddress("192.0.2.1", 5060));

    private final Queue<SipMessage> sent = new ArrayDeque<>();
    private final Endpoint endpoint;
    private Receiver receiver;
    private long nanos;

    SimulatedNetwork(SipConfig.Limits limits, SipListener listener) {
        SipConfig config = SipConfig.on(InetAddress.getLoopbackAddress(), 0).withLimits(limits);
        endpoint = Endpoint.simulated(
                config, listener, null, () -> Instant.EPOCH.plusNanos(nanos), () -> nanos, this::connected);
    }

    private Wire connected(Receiver upward) {
        receiver = upward;
        return this;
    }

    SipStack stack() {
        return endpoint;
    }

    void receive(byte[] message) {
        receiver.received(PEER, message, 0, message.length);
    }

    void receive(String message) {
        receive(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The clock moves on in steps of 10 ms.
    void pass(Duration time) {
        for (long end = nanos + time.toNanos(); nanos < end; ) {
            nanos += 10_000_000;
            endpoint.tick();
        }
    }

    synchronized @Nullable SipMessage next() {
        return sent.poll();
    }

    SipResponse nextResponse() {
        return (SipResponse) next();
    }

    SipRequest nextRequest() {
        return (SipRequest) next();
    }

    synchronized int waiting() {
        return sent.size();
    }

    @Override
    public synchronized void send(Flow flow, byte[] bytes, Runnable onError) {
        sent.add(((ParseResult.Parsed) MessageParser.parse(bytes)).message());
    }

    @Override
    public Optional<InetSocketAddress> listening(Transport transport) {
        return transport == Transport.UDP ? Optional.of(new InetSocketAddress("192.0.2.9", 5060)) : Optional.empty();
    }

    @Override
    public HostPort local(Transport transport, InetSocketAddress remote) {
        return new HostPort("192.0.2.9", 5060);
    }

    @Override
    public boolean open(Flow flow) {
        return false;
    }

    @Override
    public void close() {}
}
