package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Floods of INVITE and REGISTER from a source nobody knows, while a registered phone is talking.
@Timeout(120)
class FloodsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int BATCH = 500;
    private static final int DROPPED = 1_000;
    /// What one stranger may have answered in a second, times what a transaction may last, and some more for a slow test.
    private static final int TRANSACTIONS_MAX = 50 * 40;

    private House house;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        house.restartVoice(settings -> settings.with(Peering.LOOPBACK.withSources(List.of())), sip -> sip);
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    private static byte[] invite(int number) {
        return request("INVITE", "sip:+15550001000@127.0.0.1", number);
    }

    private static byte[] register(int number) {
        return request("REGISTER", "sip:127.0.0.1", number);
    }

    private static byte[] request(String method, String uri, int number) {
        return """
                %1$s %2$s SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKflood%3$d
                From: <sip:stranger@198.51.100.1>;tag=%3$d
                To: <sip:dave@127.0.0.1>
                Call-ID: flood-%3$d
                CSeq: 1 %1$s
                Contact: <sip:stranger@127.0.0.1:9>
                Max-Forwards: 70
                Content-Length: 0

                """
                .formatted(method, uri, number)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// What the system's buffer cannot hold is lost already there.
    private void batch(DatagramSocket socket, AtomicInteger sent) {
        try {
            for (int i = 0; i < BATCH; i++) {
                int number = sent.incrementAndGet();
                var bytes = number % 2 == 0 ? invite(number) : register(number);
                socket.send(new DatagramPacket(bytes, bytes.length, house.sip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTalkGoesOnAndNothingIsKeptOfThem() throws Exception {
        house.answers("<Response><Say>" + "Still here ".repeat(200) + "</Say></Response>");
        try (var dave = house.registered("dave");
                var socket = new DatagramSocket()) {
            var call = dave.call(house.sip(), House.NUMBER);
            assertTrue(call.dialog() != null);
            assertTrue(Ears.within(PATIENCE, () -> call.ears.tone(House.SPEECH)));
            var sent = new AtomicInteger();
            assertTrue(
                    Ears.within(PATIENCE, () -> {
                        batch(socket, sent);
                        return house.voice.sip().counters().overloaded() > DROPPED;
                    }),
                    () -> "dropped as too many: " + house.voice.sip().counters());
            var counters = house.voice.sip().counters();
            assertTrue(counters.transactions() < TRANSACTIONS_MAX, counters::toString);
            assertTrue(Ears.within(PATIENCE, () -> call.ears.tone(House.SPEECH)), "the talk goes on");
            assertEquals(200, call.hold("sendonly").status(), "and its signalling with it");
            assertEquals(1, house.calls().size(), "no record of any of them");
            assertEquals(CallStatus.IN_PROGRESS, house.calls().getFirst().status());
            assertEquals(1, house.voice.sip().registrar().bindings().size());
            assertTrue(Ears.within(PATIENCE, () -> house.voice.sip().dialogs() == 1), "no dialog is left over");
        }
    }
}
