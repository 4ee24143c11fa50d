package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.audio.Sounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a browser's network does to a call: loss during the handshake, a new address, an ICE restart, forged packets.
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
class BrowserNetworkTest {
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private MediaEngine engine;
    private WebRtcEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback());
        endpoint = engine.openWebRtc(new MediaListener() {
            @Override
            public void connected() {
                connected.complete(null);
            }

            @Override
            public void lost(String reason) {
                lost.incrementAndGet();
                told.add("lost");
            }

            @Override
            public void diagnosed(Diagnosis diagnosis) {
                told.add(diagnosis.cause() + " " + diagnosis.sentence());
            }
        });
        endpoint.play(Sounds.tone(1_000, Duration.ofMinutes(5)));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Browser connect(Browser.Loss loss) throws Exception {
        var browser = new Browser(loss);
        browser.answered(endpoint.answer(browser.offer("first")), endpoint.localAddress());
        assertTrue(browser.check(), "no answer to the ICE check");
        browser.handshake();
        connected.get(30, TimeUnit.SECONDS);
        return browser;
    }

    private static void assertHears(Browser browser) throws InterruptedException {
        var receiver = browser.receiver;
        assertNotNull(receiver);
        int good = 0;
        for (int i = 0; i < 500 && good < 5; i++) {
            var packet = browser.nextMedia();
            good += (packet.get(1) & 0x7F) == 0 && receiver.open(packet) ? 1 : 0;
        }
        assertEquals(5, good, "packets that open");
    }

    private static byte[] speech(Browser browser, int sequence) {
        var packet = ByteBuffer.allocate(300);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) sequence).putInt(160 * sequence).putInt(99).put(new byte[160]).flip();
        var sender = browser.sender;
        assertNotNull(sender);
        sender.protect(packet);
        return Browser.bytes(packet);
    }

    /// Each number is one lost datagram of the handshake; the last ones are our final flight, which only a reader that stays
    /// can repeat.
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 6, 7})
    void aLostDatagramOfTheHandshakeIsRepeated(int number) throws Exception {
        try (var browser = connect((outbound, at) -> !outbound && at == number)) {
            assertHears(browser);
            assertEquals(0, lost.get());
        }
    }

    @Test
    void theSequenceOfSrtpMayRollOver() throws Exception {
        try (var browser = connect((_, _) -> false)) {
            // All 65,536 would take 22 minutes: the browser begins near the end.
            for (int i = 0; i < 60; i++) {
                browser.raw(speech(browser, 65_500 + i & 0xFFFF));
                long wanted = i + 1;
                Peer.await("for packet " + i, () -> endpoint.figures().packetsReceived() >= wanted);
            }
            assertEquals(0, endpoint.figures().packetsLost());
        }
    }

    @Test
    void aCallFollowsTheBrowserIntoAnotherNetworkAndThroughAnIceRestart() throws Exception {
        try (var browser = connect((_, _) -> false)) {
            assertHears(browser);
            browser.move();
            assertTrue(browser.check());
            browser.forgetMedia();
            assertHears(browser);
            browser.answered(endpoint.answer(browser.offer("second")), endpoint.localAddress());
            browser.move();
            assertTrue(browser.check(), "no answer with the new password");
            browser.forgetMedia();
            assertHears(browser);
            assertEquals(0, lost.get());
        }
    }

    @Test
    void anotherPageTakesTheCallOverWithACertificateOfItsOwn() throws Exception {
        try (var first = connect((_, _) -> false);
                var second = new Browser((_, _) -> false)) {
            assertHears(first);
            second.answered(endpoint.answer(second.offer("reloaded")), endpoint.localAddress());
            assertTrue(second.check());
            second.handshake();
            assertHears(second);
            assertEquals(0, lost.get());
        }
    }

    /// The leg ends when its path is lost, so the reason must be known before.
    @Test
    void aBrowserWithAnotherCertificateThanItsSdpNamedIsDiagnosedBeforeItIsGivenUp() throws Exception {
        try (var browser = new Browser((_, _) -> false)) {
            var offer = browser.offer("first").replaceAll("sha-256 ..", "sha-256 00").replaceAll(":..\n", ":00\n");
            browser.answered(endpoint.answer(offer), endpoint.localAddress());
            assertTrue(browser.check());
            assertThrows(IOException.class, browser::handshake);
            Peer.await("for the loss", () -> lost.get() == 1);
            assertEquals(2, told.size(), told.toString());
            assertTrue(told.getFirst().startsWith("DTLS_FAILED") && told.getFirst().contains("not the one its SDP named"), told.toString());
            assertEquals(Diagnosis.Cause.DTLS_FAILED, endpoint.diagnosis().cause());
        }
    }

    @Test
    void aPageThatTakesOverAndIsNeverHeardIsDiagnosed() throws Exception {
        try (var first = connect((_, _) -> false);
                var second = new Browser((_, _) -> false)) {
            for (int i = 0; i < 5; i++) {
                first.raw(speech(first, i));
            }
            Peer.await("for audio", () -> endpoint.figures().packetsReceived() > 0);
            endpoint.answer(second.offer("reloaded"));
            Peer.await("for the diagnosis", () -> endpoint.diagnosis().cause() == Diagnosis.Cause.ICE_FAILED);
            assertTrue(endpoint.diagnosis().sentence().contains("No ICE check"), endpoint.diagnosis().sentence());
        }
    }

    /// Packets of every kind from a browser's own address and from a stranger's: none of them disturbs the call.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyBytesAreDroppedAndTheCallGoesOn(long seed) throws Exception {
        var random = new Random(seed);
        try (var browser = connect((_, _) -> false);
                var stranger = new Browser((_, _) -> false)) {
            stranger.answered("a=ice-ufrag:nobody\na=ice-pwd:nothing\n", endpoint.localAddress());
            assertFalse(stranger.check(), "a stranger was answered");
            for (int i = 0; i < 2_000; i++) {
                var packet = new byte[random.nextInt(1_400)];
                random.nextBytes(packet);
                if (packet.length > 1) {
                    // STUN, DTLS records of every type, RTP and RTCP in turn
                    int[] firsts = {0, 1, 20 + random.nextInt(6), 22, 0x80, 0x90, 0xB0, 0x9F};
                    packet[0] = (byte) firsts[i % firsts.length];
                    packet[1] = (byte) (i % 3 == 0 ? 200 + random.nextInt(8) : packet[1]);
                }
                (i % 2 == 0 ? browser : stranger).raw(packet);
            }
            for (int i = 0; i < 500 && endpoint.figures().packetsReceived() == 0; i++) {
                browser.raw(speech(browser, i)); // the first ones may meet a socket still full of noise
                LockSupport.parkNanos(20_000_000);
            }
            assertTrue(endpoint.figures().packetsReceived() > 0, "genuine audio was not heard any more");
            browser.forgetMedia();
            assertHears(browser);
            assertEquals(0, lost.get(), "seed " + seed);
        }
    }

    @Test
    void bytesOfAnyKindOnAPhonesPortsAreCountedAndDropped() throws Exception {
        var random = new Random(4);
        try (var phone = new Peer().tone(700);
                var noise = new java.net.DatagramSocket()) {
            var leg = engine.openRtp(new MediaListener() {});
            phone.talkTo(leg);
            phone.hear(5);
            var rtp = leg.localAddress();
            var rtcp = new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
            for (int i = 0; i < 3_000; i++) {
                var packet = new byte[random.nextInt(1_500)];
                random.nextBytes(packet);
                if (packet.length > 1 && i % 4 != 0) {
                    packet[0] = (byte) (0x80 | random.nextInt(64));
                    int[] types = {0, 8, 13, 101, 200, 201, 202, 203, 223};
                    packet[1] = (byte) (types[random.nextInt(types.length)] | (random.nextBoolean() ? 0x80 : 0));
                }
                noise.send(new java.net.DatagramPacket(packet, packet.length, i % 3 == 0 ? rtcp : rtp));
            }
            phone.forget();
            phone.hear(60);
            assertTrue(leg.figures().packetsRefused() > 0);
            assertTrue(leg.diagnosis().cause() != Diagnosis.Cause.NO_PACKETS);
            assertEquals(phone.address(), leg.figures().observed());
        }
    }
}
