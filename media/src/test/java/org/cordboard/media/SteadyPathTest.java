package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import org.cordboard.media.audio.HoldMusic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("it looks at the only media thread")
class SteadyPathTest {
    private static ThreadMXBean threads() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    private static long mediaThread() {
        for (var info : threads().getThreadInfo(threads().getAllThreadIds())) {
            if (info != null && info.getThreadName().equals("media-0")) {
                return info.getThreadId();
            }
        }
        throw new AssertionError("no media thread");
    }

    /// Ten legs in a room and ten that hear music: once warm, a packet costs the media thread no memory. What little there is
    /// comes once a second and leg, for reports and the doctor.
    @Test
    void aPacketOnItsWayAllocatesNothing() throws Exception {
        var peers = new ArrayList<Peer>();
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            var room = engine.openRoom(Room.Settings.CONFERENCE, new Room.Listener() {});
            for (int i = 0; i < 20; i++) {
                var endpoint = engine.openRtp(new MediaListener() {});
                peers.add(new Peer(i).talkTo(endpoint).tone(400 + 50 * i));
                if (i < 10) {
                    room.join(endpoint);
                } else {
                    endpoint.play(HoldMusic.piece().forever());
                }
            }
            peers.getFirst().hear(150);
            long thread = mediaThread();
            long packets = 0;
            for (var peer : peers) {
                packets -= peer.received().size();
            }
            long before = threads().getThreadAllocatedBytes(thread);
            peers.getFirst().hear(200);
            long bytes = threads().getThreadAllocatedBytes(thread) - before;
            for (var peer : peers) {
                packets += peer.received().size();
            }
            double perPacket = (double) bytes / packets;
            System.out.println("bytes allocated per packet sent and received: " + perPacket);
            assertTrue(perPacket < 4, "bytes per packet: " + perPacket);
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void aBadNetworkIsHeardThrough() throws Exception {
        var speakers = new ArrayList<Peer>();
        var hearers = new ArrayList<Peer>();
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            for (long seed = 1; seed <= 3; seed++) {
                var speaker = new Peer(seed);
                var hearer = new Peer();
                speakers.add(speaker);
                hearers.add(hearer);
                speaker.loss = 0.05;
                speaker.reorder = 0.05;
                speaker.duplicate = 0.1;
                var room = engine.openRoom(Room.Settings.BRIDGE, new Room.Listener() {});
                for (var peer : new Peer[] {speaker, hearer}) {
                    var endpoint = engine.openRtp(new MediaListener() {});
                    endpoint.jitterBuffer(JitterBufferSize.MEDIUM);
                    peer.talkTo(endpoint);
                    room.join(endpoint);
                }
                speaker.tone(1_000);
            }
            hearers.getFirst().hear(60);
            for (var hearer : hearers) {
                hearer.forget();
            }
            hearers.getFirst().hear(152);
            for (var hearer : hearers) {
                assertHeardWell(hearer);
            }
        } finally {
            for (var peer : speakers) {
                peer.close();
            }
            for (var peer : hearers) {
                peer.close();
            }
        }
    }

    private static void assertHeardWell(Peer hearer) {
        Peer.await("for three seconds", () -> hearer.received().size() >= 150);
        var samples = Peer.samples(hearer.received().subList(0, 150));
        int good = 0;
        for (int at = 0; at + 320 <= samples.length; at += 320) {
            var part = java.util.Arrays.copyOfRange(samples, at, at + 320);
            good += Peer.share(1_000, part) > 0.8 ? 1 : 0;
        }
        assertTrue(good > 65, "good moments " + good + " of 75");
    }
}
