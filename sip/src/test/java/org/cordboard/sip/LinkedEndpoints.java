package org.cordboard.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.transport.DnsResolver;
import org.cordboard.sip.transport.Wire;

/// Two whole endpoints, a line between them that can be cut, and a clock that only moves by [#pass]: hours of a call
/// in a second.
final class LinkedEndpoints {
    private static final int STEP_MILLIS = 500;

    final Side caller;
    final Side callee;
    volatile boolean cut;
    private volatile long nanos;

    LinkedEndpoints(Duration sessionExpires) {
        SipConfig.Timers usual = SipConfig.Timers.RFC3261;
        SipConfig config = SipConfig.on(InetAddress.getLoopbackAddress(), 0)
                .withTimers(new SipConfig.Timers(usual.t1(), usual.t2(), usual.t4(), sessionExpires, Duration.ZERO));
        caller = new Side("192.0.2.1", config);
        callee = new Side("192.0.2.2", config);
        caller.other = callee;
        callee.other = caller;
    }

    /// One endpoint with its handler: answers every call and every offer at once.
    final class Side implements Wire, SipListener, OutboundHandler, DialogHandler {
        final Signals ends = new Signals();
        final Endpoint endpoint;
        private final InetSocketAddress own;
        private final Queue<byte[]> arriving = new ConcurrentLinkedQueue<>();
        private final Set<String> offers = new HashSet<>();
        private final AtomicInteger answered = new AtomicInteger();
        volatile Dialog dialog;
        private Side other;
        private Receiver receiver;

        Side(String address, SipConfig config) {
            own = new InetSocketAddress(address, 5060);
            endpoint = Endpoint.simulated(
                    config, this, null, () -> Instant.EPOCH.plusNanos(nanos), () -> nanos, new DnsResolver(), upward -> {
                        receiver = upward;
                        return this;
                    });
        }

        /// Offers that were answered: the first of the call and its refreshes.
        int refreshed() {
            return answered.get();
        }

        @Override
        public void onInvite(InboundInvite invite) {
            dialog = invite.answer(Party.ANSWER, this).orElseThrow();
            answered.incrementAndGet();
        }

        @Override
        public DialogHandler onAnswered(Dialog made, SipResponse response) {
            dialog = made;
            return this;
        }

        @Override
        public void onFailed(CallFailure failure) {
            ends.add(failure);
        }

        @Override
        public void onOffer(Dialog in, Offer offer) {
            offer.answer(Party.ANSWER);
            answered.incrementAndGet();
        }

        @Override
        public void onEnded(Dialog over, DialogEnd end) {
            ends.add(end);
        }

        @Override
        public void send(Flow flow, byte[] bytes, Runnable onError) {
            if (!cut) {
                other.arriving.add(bytes);
            }
        }

        private boolean deliver() {
            byte[] next = arriving.poll();
            if (next == null) {
                return false;
            }
            String text = new String(next, StandardCharsets.UTF_8);
            if (text.startsWith("INVITE ")) {
                offers.add(text.lines().filter(l -> l.startsWith("CSeq:")).findFirst().orElseThrow());
            }
            receiver.received(Flow.udp(other.own), next, 0, next.length);
            return true;
        }

        @Override
        public Optional<InetSocketAddress> listening(Transport transport) {
            return transport == Transport.UDP ? Optional.of(own) : Optional.empty();
        }

        @Override
        public HostPort local(Transport transport, InetSocketAddress remote) {
            return new HostPort(own.getHostString(), own.getPort());
        }

        @Override
        public boolean open(Flow flow) {
            return false;
        }

        @Override
        public void close() {}
    }

    void call() {
        SipUri target = SipUri.of("callee", "192.0.2.2", 0);
        var from = NameAddress.of(SipUri.of("caller", "192.0.2.1", 0));
        caller.endpoint.invite(OutboundInvite.to(target, from).withSdp(Party.OFFER), caller);
        settle();
        Signals.until("answered", () -> {
            settle();
            return caller.dialog != null && callee.dialog != null;
        });
    }

    /// Everything on the line arrives and is handled.
    private void settle() {
        boolean more = true;
        while (more) {
            more = caller.deliver() | callee.deliver();
            if (!more) {
                Signals.until("offers answered", () -> {
                    return caller.offers.size() == caller.answered.get()
                            && callee.offers.size() == callee.answered.get();
                });
                more = !caller.arriving.isEmpty() || !callee.arriving.isEmpty();
            }
        }
    }

    void pass(Duration time) {
        for (long end = nanos + time.toNanos(); nanos < end; ) {
            nanos += STEP_MILLIS * 1_000_000L;
            caller.endpoint.tick();
            callee.endpoint.tick();
            settle();
        }
    }
}
