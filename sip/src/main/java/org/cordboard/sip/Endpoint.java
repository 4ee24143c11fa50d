package org.cordboard.sip;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.cordboard.sip.digest.DigestServer;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.transport.DnsResolver;
import org.cordboard.sip.transport.Resolver;
import org.cordboard.sip.transport.Sockets;
import org.cordboard.sip.transport.Wire;
import org.jspecify.annotations.Nullable;

/// Puts the parts of a stack together. Any thread.
final class Endpoint implements SipStack {
    private static final long CLOSE_MILLIS = 1_000;

    private final Core core;
    private final UserAgent ua;
    private final Registrations registrations;
    private final Set<CarrierRegistration> carriers = ConcurrentHashMap.newKeySet();

    private Endpoint(
            SipConfig config,
            SipListener listener,
            Registrar.@Nullable Settings registrar,
            Resolver resolver,
            InstantSource clock,
            LongSupplier nanoClock,
            Function<Wire.Receiver, Wire> network) {
        core = new Core(config, nanoClock);
        ua = new UserAgent(core, listener, resolver, new DigestServer(clock, config.challenges()));
        registrations = new Registrations(ua, registrar, clock);
        core.connect(network.apply(new Dispatcher(ua, registrations)));
    }

    static Endpoint onSockets(SipConfig config, SipListener listener, Registrar.@Nullable Settings registrar) {
        var endpoint = new Endpoint(
                config,
                listener,
                registrar,
                new DnsResolver(),
                InstantSource.system(),
                System::nanoTime,
                receiver -> Sockets.bind(config, receiver));
        endpoint.core.startClock();
        if (endpoint.core.wire() instanceof Sockets sockets) {
            sockets.start();
        }
        return endpoint;
    }

    /// On a network and clock of the caller's: nothing happens but by [Wire.Receiver] and [#tick].
    static Endpoint simulated(
            SipConfig config,
            SipListener listener,
            Registrar.@Nullable Settings registrar,
            InstantSource clock,
            LongSupplier nanoClock,
            Resolver resolver,
            Function<Wire.Receiver, Wire> network) {
        return new Endpoint(config, listener, registrar, resolver, clock, nanoClock, network);
    }

    void tick() {
        core.tick();
    }

    @Override
    public Optional<InetSocketAddress> address(Transport transport) {
        return core.wire().listening(transport);
    }

    @Override
    public SipUri contact(String user, Transport transport) {
        InetSocketAddress own = address(transport)
                .orElseThrow(() -> new IllegalStateException("sip: " + transport + " is not configured"));
        return ua.contact(user, Flow.to(transport, own), false);
    }

    @Override
    public OutboundCall invite(OutboundInvite invite, OutboundHandler handler) {
        var leg = new OutboundLeg(ua, invite, handler);
        core.execute(leg::start);
        return leg;
    }

    @Override
    public CompletableFuture<SipResponse> message(OutboundMessage message) {
        var result = new CompletableFuture<SipResponse>();
        core.execute(new TextSending(ua, message, result)::start);
        return result;
    }

    @Override
    public Registrar registrar() {
        return registrations;
    }

    @Override
    public Registration register(OutboundRegistration registration) {
        var carrier = new CarrierRegistration(ua, registration);
        carriers.add(carrier);
        core.execute(carrier::start);
        return new Registration() {
            @Override
            public Status status() {
                return carrier.status();
            }

            @Override
            public void close() {
                carriers.remove(carrier);
                carrier.close();
            }
        };
    }

    @Override
    public CompletableFuture<SipResponse> ping(SipUri target) {
        var result = new CompletableFuture<SipResponse>();
        core.execute(() -> ua.resolve(target, flows -> ping(target, flows, result)));
        return result;
    }

    private void ping(SipUri target, List<Flow> flows, CompletableFuture<SipResponse> result) {
        Flow flow = flows.isEmpty() ? Flow.udp(InetSocketAddress.createUnresolved("invalid", 0)) : flows.getFirst();
        SipRequest request = Pings.request(ua, target, Flow.to(flow.transport(), flow.remote()));
        if (flows.isEmpty() || core.wire().listening(flow.transport()).isEmpty()) {
            result.completeAsync(() -> ua.local(ua.via(request, flow, core.ids.branch()), 503));
            return;
        }
        ua.send(request, flow, new ClientTransaction.Owner() {
            @Override
            public void response(SipResponse response) {
                if (!response.provisional()) {
                    result.completeAsync(() -> response);
                }
            }

            @Override
            public void failed(int status) {
                result.completeAsync(() -> ua.local(request, status));
            }
        });
    }

    @Override
    public int dialogs() {
        return core.call(ua::dialogCount);
    }

    @Override
    public Counters counters() {
        return new Counters(
                core.received.sum(),
                core.sent.sum(),
                core.retransmitted.sum(),
                core.malformed.sum(),
                core.overloaded.sum(),
                core.call(ua.transactions::size));
    }

    /// BYEs get a second to be answered; then the sockets go.
    @Override
    public void close() {
        if (core.closed()) {
            return;
        }
        carriers.forEach(CarrierRegistration::close);
        core.execute(() -> ua.allDialogs().forEach(UserAgent.DialogUser::closing));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        while (core.call(ua.transactions::unanswered) > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        core.close();
        core.wire().close();
    }
}
