package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.Sounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class EndpointTest {
    private MediaEngine engine;
    private Peer peer;
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final MediaListener listener = new MediaListener() {
        @Override
        public void digit(char digit) {
            told.add("digit " + digit);
        }

        @Override
        public void rtpTimedOut() {
            told.add("timed out");
        }
    };

    @BeforeEach
    void start() throws IOException {
        engine = MediaEngine.start(MediaConfig.loopback().withRtpTimeout(Duration.ofMillis(1_500)));
        peer = new Peer();
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        peer.close();
    }

    @Test
    void theRtpPortIsEvenAndTheNextOneBelongsToRtcp() throws IOException {
        var endpoint = engine.openRtp(listener);
        assertEquals(0, endpoint.localAddress().getPort() % 2);
        var taken = new java.net.InetSocketAddress(endpoint.localAddress().getAddress(), endpoint.localAddress().getPort() + 1);
        assertThrows(IOException.class, () -> java.nio.channels.DatagramChannel.open().bind(taken).close());
    }

    @Test
    void aPortRangeIsUsedUpThenRefusedAndGivenBackOnClose() throws IOException {
        int base = freeRange();
        try (var small = MediaEngine.start(MediaConfig.loopback().withPorts(base, base + 3))) {
            var first = small.openRtp(listener);
            var second = small.openRtp(listener);
            assertTrue(first.localAddress().getPort() >= base && second.localAddress().getPort() <= base + 2);
            assertThrows(IOException.class, () -> small.openRtp(listener));
            first.close();
            Peer.await("for the port to be free", () -> {
                try {
                    small.openRtp(listener).close();
                    return true;
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    private int freeRange() throws IOException {
        try (var probe = engine.openRtp(listener)) {
            int port = probe.localAddress().getPort();
            return port > 60_000 ? port - 2_000 : port + 200;
        }
    }

    @Test
    void endpointsAboveTheLimitAreRefused() throws IOException {
        try (var small = MediaEngine.start(MediaConfig.loopback().withMaxEndpoints(1))) {
            small.openRtp(listener);
            assertThrows(IOException.class, () -> small.openRtp(listener));
        }
    }

    @Test
    void silenceIsSentEvery20MillisecondsWhileNothingPlays() throws IOException {
        peer.talkTo(engine.openRtp(listener));
        var samples = peer.hear(50);
        assertEquals(0, Peer.loudness(samples), 1);
        var packets = peer.received();
        for (int i = 1; i < packets.size(); i++) {
            assertEquals(160, packets.get(i).timestamp() - packets.get(i - 1).timestamp());
            assertEquals(1, (packets.get(i).sequence() - packets.get(i - 1).sequence()) & 0xFFFF);
        }
        double millis = (packets.getLast().nanos() - packets.getFirst().nanos()) / 1e6 / (packets.size() - 1);
        assertTrue(millis > 18 && millis < 60, "one every " + millis + " ms"); // a busy machine may hold us up
    }

    @Test
    void whatIsPlayedIsHeardToItsEnd() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.hear(1);
        peer.forget();
        var playback = endpoint.play(Sounds.tone(1_000, Duration.ofMillis(600)));
        assertEquals(Playback.End.FINISHED, playback.ended().get(5, TimeUnit.SECONDS));
        peer.hear(5);
        long loud = peer.received().stream().filter(p -> Peer.loudness(p.samples()) > 1_000).count();
        assertEquals(30, loud);
        var tone = Peer.samples(peer.received().stream().filter(p -> Peer.loudness(p.samples()) > 1_000).toList());
        assertTrue(Peer.share(1_000, tone) > 0.98, "the tone is pure: " + Peer.share(1_000, tone));
    }

    @Test
    void aStoppedPlaybackIsCutAtOnceAndAnotherTakesItsPlace() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        var first = endpoint.play(Sounds.ringback("us"));
        assertTrue(Peer.share(440, peer.hear(20)) > 0.3);
        var second = endpoint.play(Sounds.tone(700, Duration.ofSeconds(20)));
        assertEquals(Playback.End.STOPPED, first.ended().get(5, TimeUnit.SECONDS));
        peer.hear(2);
        assertTrue(Peer.share(700, peer.hear(20)) > 0.95);
        second.stop();
        assertEquals(Playback.End.STOPPED, second.ended().get(5, TimeUnit.SECONDS));
        peer.hear(2);
        assertEquals(0, Peer.loudness(peer.hear(10)), 1);
    }

    @Test
    void aLawIsSentWhereAgreed() throws Exception {
        peer.codec = Codec.PCMA;
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        endpoint.play(Sounds.tone(1_000, Duration.ofSeconds(20)));
        peer.hear(5);
        assertTrue(Peer.share(1_000, peer.hear(20)) > 0.98);
        assertEquals(8, peer.received().getLast().payloadType());
    }

    @Test
    void digitsGoOutAsEventsWithThreeEndPackets() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.hear(1);
        var end = endpoint.sendDigits("1w#").ended().get(10, TimeUnit.SECONDS);
        assertEquals(Playback.End.FINISHED, end);
        peer.hear(3);
        var events = peer.received().stream().filter(p -> p.payloadType() == 101).toList();
        assertEquals(2 * 7, events.size());
        assertEquals(List.of((byte) 1, (byte) 11), events.stream().map(p -> p.payload()[0]).distinct().toList());
        assertEquals(2, events.stream().map(Peer.Received::timestamp).distinct().count());
        assertEquals(6, events.stream().filter(p -> (p.payload()[1] & 0x80) != 0).count());
        assertEquals(2, events.stream().filter(Peer.Received::marker).count());
        int apart = events.get(7).timestamp() - events.getFirst().timestamp();
        assertEquals(700 * 8, apart, 2 * 160); // 100 ms key, 100 ms gap, half a second of w
    }

    @Test
    void withoutTelephoneEventsDigitsAreTones() throws Exception {
        var endpoint = engine.openRtp(listener);
        endpoint.connect(new RemoteMedia(peer.address(), Codec.PCMU, RemoteMedia.NO_TELEPHONE_EVENT));
        peer.hear(1);
        peer.forget();
        endpoint.sendDigits("5").ended().get(5, TimeUnit.SECONDS);
        peer.hear(2);
        var loud = Peer.samples(peer.received().stream().filter(p -> Peer.loudness(p.samples()) > 1_000).toList());
        assertEquals(800, loud.length);
        assertTrue(Peer.share(770, loud) > 0.4 && Peer.share(1_336, loud) > 0.4);
    }

    @Test
    void aKeyReceivedWithAllItsRepeatsIsToldOnce() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.hear(2);
        peer.key(7, 50_000, 3);
        peer.key(7, 52_000, 3);
        peer.key(10, 54_000, 1);
        Peer.await("for three keys", () -> told.size() >= 3);
        peer.hear(5);
        assertEquals(List.of("digit 7", "digit 7", "digit *"), List.copyOf(told));
    }

    @Test
    void tonesInTheAudioAreKeysOnlyWhereAsked() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.says(new org.cordboard.media.audio.Tones(false, org.cordboard.media.audio.DtmfTones.step('3', 120)));
        peer.hear(20);
        assertTrue(told.isEmpty());
        endpoint.detectInBandDigits(true);
        peer.says(new org.cordboard.media.audio.Tones(
                true,
                org.cordboard.media.audio.DtmfTones.step('9', 200),
                new org.cordboard.media.audio.Tones.Step(0, 0, 200, 0)));
        Peer.await("for a key", () -> told.contains("digit 9"));
        assertTrue(!told.contains("digit 3"), told.toString());
    }

    @Test
    void audioFollowsWhereThePacketsComeFrom() throws Exception {
        try (var elsewhere = new Peer()) {
            var endpoint = engine.openRtp(listener);
            endpoint.connect(new RemoteMedia(elsewhere.address(), Codec.PCMU, 101));
            elsewhere.hear(3);
            peer.sendTo(endpoint.localAddress());
            peer.hear(5);
            assertEquals(peer.address(), endpoint.figures().observed());
        }
    }

    @Test
    void aStrangerCannotTakeOverAStreamThatFlows() throws Exception {
        try (var stranger = new Peer()) {
            var endpoint = engine.openRtp(listener);
            peer.talkTo(endpoint);
            peer.hear(5);
            stranger.sendTo(endpoint.localAddress());
            peer.hear(20);
            assertEquals(0, stranger.received().size());
            assertTrue(endpoint.figures().packetsRefused() > 0);
        }
    }

    @Test
    void aReInviteMovesTheAudio() throws Exception {
        try (var second = new Peer()) {
            var endpoint = engine.openRtp(listener);
            peer.talkTo(endpoint);
            peer.hear(5);
            second.talkTo(endpoint);
            second.hear(10);
            peer.quiet(true);
            second.hear(3);
            peer.forget();
            second.hear(5);
            assertEquals(0, peer.received().size());
        }
    }

    @Test
    void onHoldNothingIsSent() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.hear(5);
        endpoint.direction(Direction.RECVONLY);
        Peer.await("for the hold", () -> {
            int before = peer.received().size();
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            return peer.received().size() == before;
        });
        endpoint.direction(Direction.SENDRECV);
        peer.hear(5);
    }

    @Test
    void anEndpointThatHearsNothingTellsOnce() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        peer.hear(5);
        assertTrue(told.isEmpty());
        peer.quiet(true);
        Peer.await("for the time-out", () -> told.contains("timed out"));
        peer.hear(60);
        assertEquals(1, told.size());
    }

    @Test
    void closingEndsPlaybackAndGivesBackTheLeg() throws Exception {
        var endpoint = engine.openRtp(listener);
        peer.talkTo(endpoint);
        var playback = endpoint.play(Sounds.silence());
        peer.hear(2);
        endpoint.close();
        endpoint.close();
        assertEquals(Playback.End.CLOSED, playback.ended().get(5, TimeUnit.SECONDS));
        Peer.await("for the leg to be given back", () -> engine.endpointsOpen() == 0);
        assertEquals(Playback.End.CLOSED, endpoint.play(Sounds.silence()).ended().get(5, TimeUnit.SECONDS));
    }
}
