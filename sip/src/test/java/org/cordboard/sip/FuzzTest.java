package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.cordboard.sip.message.TortureTest;
import org.cordboard.sip.transport.DnsResolver;
import org.cordboard.sip.transport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole endpoint under damaged and random messages: no defect shows in the log, nothing but SIP is sent, and it
/// serves the next request.
@Timeout(120)
class FuzzTest {
    private static final Flow PEER = Flow.udp(new InetSocketAddress("192.0.2.1", 5060));

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> defects = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("org.cordboard.sip");
    private final Handler watching = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.SEVERE.intValue() && line.getMessage().contains("defect")) {
                defects.add(line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Wire.Receiver receiver;
    private Endpoint endpoint;
    private long nanos;

    @BeforeEach
    void start() {
        logger.addHandler(watching);
        int all = 1_000_000;
        SipConfig config = SipConfig.on(InetAddress.getLoopbackAddress(), 0)
                .withLimits(new SipConfig.Limits(all, all, all, all, all, 10, 65_536, 10));
        endpoint = Endpoint.simulated(
                config,
                invite -> invite.reject(480),
                Registrar.Settings.of(Optional::of, (realm, user) -> Optional.empty()),
                () -> Instant.EPOCH.plusNanos(nanos),
                () -> nanos,
                new DnsResolver(),
                upward -> {
                    receiver = upward;
                    return new Recording();
                });
    }

    @AfterEach
    void stop() {
        logger.removeHandler(watching);
    }

    private final class Recording implements Wire {
        @Override
        public void send(Flow flow, byte[] bytes, Runnable onError) {
            sent.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public Optional<InetSocketAddress> listening(Transport transport) {
            return Optional.of(new InetSocketAddress("192.0.2.9", 5060));
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

    private void check(String what) {
        for (int second = 0; second < 70; second++) {
            nanos += 1_000_000_000L;
            endpoint.tick();
        }
        Signals.until(what + ": transactions end", () -> {
            nanos += 1_000_000_000L;
            endpoint.tick();
            return endpoint.counters().transactions() == 0 && endpoint.dialogs() == 0;
        });
        assertEquals(List.of(), defects, what);
        for (String message : sent) {
            assertTrue(message.startsWith("SIP/2.0 ") || message.contains(" SIP/2.0\r\n"), what + ": " + message);
        }
        sent.clear();
        byte[] ping = TortureOverSocketsTest.ping(1).getBytes(StandardCharsets.UTF_8);
        receiver.received(PEER, ping, 0, ping.length);
        assertTrue(sent.getLast().startsWith("SIP/2.0 200 "), what);
    }

    @Test
    void damagedMessagesLeaveItServing() {
        long seed = 3_261;
        var random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] message = TortureTest.damaged(TortureTest.bytes(TortureTest.ALL.get(round % TortureTest.ALL.size())), random);
            receiver.received(PEER, message, 0, message.length);
        }
        check("seed " + seed);
    }

    @Test
    void randomBytesLeaveItServing() {
        long seed = 8_760;
        var random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] message = new byte[random.nextInt(1, 400)];
            random.nextBytes(message);
            receiver.received(PEER, message, 0, message.length);
        }
        for (int round = 0; round < 5_000; round++) {
            byte[] message = words(random);
            receiver.received(PEER, message, 0, message.length);
        }
        check("seed " + seed);
    }

    /// Words of the protocol in no order.
    private static byte[] words(Random random) {
        String[] words = {
            "INVITE", " ", "sip:a@b", "SIP/2.0", "\r\n", "\r\n", "Via:", "SIP/2.0/UDP", "b;branch=z9hG4bK", "From:", "To:",
            "<sip:", ">", ";tag=", "\"", "Call-ID:", "CSeq:", "1", "Content-Length:", ",", "%", ":", ";", "=", "@", "[", "]"
        };
        var parts = new ArrayList<String>();
        for (int i = random.nextInt(5, 60); i > 0; i--) {
            parts.add(words[random.nextInt(words.length)]);
        }
        return String.join("", parts).getBytes(StandardCharsets.UTF_8);
    }
}
