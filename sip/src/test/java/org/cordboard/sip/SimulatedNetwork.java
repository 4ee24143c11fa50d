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
import org.cordboard.sip.transport.DnsResolver;
import org.cordboard.sip.transport.Resolver;
import org.cordboard.sip.transport.Wire;
import org.jspecify.annotations.Nullable;

/// A stack whose network is this object and whose clock only moves by [#pass].
final class SimulatedNetwork implements Wire {
    static final Flow PEER = Flow.udp(new InetSocketAddress("192.0.2.1", 5060));

    private record Sent(Flow flow, SipMessage message) {}

    private final Queue<Sent> sent = new ArrayDeque<>();
    private Flow way = PEER;
    private final Endpoint endpoint;
    private Receiver receiver;
    private long nanos;

    SimulatedNetwork(SipConfig.Limits limits, SipListener listener) {
        this(limits, listener, new DnsResolver());
    }

    SimulatedNetwork(SipConfig.Limits limits, SipListener listener, Resolver resolver) {
        SipConfig config = SipConfig.on(InetAddress.getLoopbackAddress(), 0).withLimits(limits);
        endpoint = Endpoint.simulated(
                config, listener, null, () -> Instant.EPOCH.plusNanos(nanos), () -> nanos, resolver, this::connected);
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
        Sent next = sent.poll();
        way = next == null ? way : next.flow;
        return next == null ? null : next.message;
    }

    /// Where the message that [#next] gave last was sent.
    synchronized Flow way() {
        return way;
    }

    SipResponse nextResponse() {
        return (SipResponse) next();
    }

    SipRequest nextRequest() {
        return (SipRequest) next();
    }

    /// The next request, its repetitions taken away: for a test whose clock goes in long steps.
    synchronized SipRequest nextOnce() {
        SipRequest request = nextRequest();
        sent.removeIf(other -> other.message.equals(request));
        return request;
    }

    synchronized int waiting() {
        return sent.size();
    }

    @Override
    public synchronized void send(Flow flow, byte[] bytes, Runnable onError) {
        sent.add(new Sent(flow, ((ParseResult.Parsed) MessageParser.parse(bytes)).message()));
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
