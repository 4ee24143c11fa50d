package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cordboard.media.Diagnosis.Cause;
import org.cordboard.media.audio.Sounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Each fault is made on purpose, on real sockets. That it is named within three seconds shows [DoctorTimeTest], whose clock
/// no busy machine can slow down.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DoctorTest {
    private final Queue<Diagnosis> told = new ConcurrentLinkedQueue<>();
    private MediaEngine engine;
    private Peer peer;
    private MediaEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        engine = MediaEngine.start(MediaConfig.loopback());
        peer = new Peer().tone(700);
        endpoint = engine.openRtp(new MediaListener() {
            @Override
            public void diagnosed(Diagnosis diagnosis) {
                told.add(diagnosis);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        peer.close();
    }

    private Diagnosis diagnosed(Cause cause) {
        Peer.await("for " + cause + ", told " + told, () -> told.stream().anyMatch(d -> d.cause() == cause));
        return told.stream().filter(d -> d.cause() == cause).findFirst().orElseThrow();
    }

    @Test
    void flowingAudioIsHealthy() {
        peer.talkTo(endpoint);
        assertTrue(diagnosed(Cause.HEALTHY).healthy());
        assertEquals(1, told.size());
        var figures = endpoint.figures();
        assertTrue(figures.packetsReceived() > 50 && figures.packetsLost() == 0, figures.toString());
        assertTrue(figures.inboundLevel() > -25 && figures.inboundLevel() < -10, figures.toString());
        assertTrue(figures.outboundLevel() < -60);
        assertTrue(figures.jitterMillis() < 15, figures.toString());
    }

    @Test
    void noPacketsAtAll() {
        peer.talkTo(endpoint);
        peer.quiet(true);
        assertTrue(diagnosed(Cause.NO_PACKETS).sentence().contains(Addresses.show(peer.address())));
    }

    @Test
    void packetsThatStop() {
        peer.talkTo(endpoint);
        diagnosed(Cause.HEALTHY);
        peer.quiet(true);
        Peer.await("for the stop", () -> told.stream().anyMatch(d -> d.cause() == Cause.NO_PACKETS));
        assertTrue(endpoint.diagnosis().sentence().contains("though they did before"));
    }

    @Test
    void packetsFromAnotherAddressThanTheSdpSaid() throws IOException {
        try (var silent = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var there = (InetSocketAddress) silent.getLocalAddress();
            endpoint.connect(new RemoteMedia(there, Codec.PCMU, 101));
            peer.sendTo(endpoint.localAddress());
            var diagnosis = diagnosed(Cause.OTHER_ADDRESS);
            assertTrue(diagnosis.sentence().contains(Addresses.show(there)));
            assertTrue(diagnosis.sentence().contains(Addresses.show(peer.address())));
        }
    }

    @Test
    void aCodecThatWasNotAgreed() {
        peer.payloadType = 18;
        peer.talkTo(endpoint);
        assertTrue(diagnosed(Cause.CODEC_MISMATCH).sentence().contains("18"));
    }

    @Test
    void onlySilence() {
        peer.says(Sounds.silence());
        peer.talkTo(endpoint);
        diagnosed(Cause.ONLY_SILENCE);
        peer.tone(700);
        diagnosed(Cause.HEALTHY);
    }

    @Test
    void aPortThatNobodyListensAt() throws IOException {
        InetSocketAddress gone;
        try (var closed = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            gone = (InetSocketAddress) closed.getLocalAddress();
        }
        endpoint.connect(new RemoteMedia(gone, Codec.PCMU, 101));
        assertTrue(diagnosed(Cause.PORT_UNREACHABLE).sentence().contains(Addresses.show(gone)));
    }

    @Test
    void heavyLoss() {
        peer.loss = 0.2;
        peer.talkTo(endpoint);
        Peer.await("for heavy loss", () -> told.stream().anyMatch(d -> d.cause() == Cause.HEAVY_LOSS));
        assertTrue(endpoint.figures().packetsLost() > 5);
    }

    @Test
    void aHeldLegIsNotIll() {
        peer.talkTo(endpoint);
        peer.quiet(true);
        endpoint.direction(Direction.SENDONLY);
        diagnosed(Cause.HEALTHY);
    }
}
