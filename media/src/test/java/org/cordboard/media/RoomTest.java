package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.cordboard.media.audio.Sounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RoomTest {
    private static final double ANA = 500;
    private static final double BEN = 800;
    private static final double CORA = 1_300;

    private MediaEngine engine;
    private final Peer[] peers = new Peer[3];
    private final MediaEndpoint[] legs = new MediaEndpoint[3];
    private Room room;

    @BeforeEach
    void start() throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback().withThreads(2));
        double[] tones = {ANA, BEN, CORA};
        for (int i = 0; i < 3; i++) {
            peers[i] = new Peer();
            legs[i] = engine.openRtp(new MediaListener() {});
            peers[i].talkTo(legs[i]).tone(tones[i]);
        }
        room = engine.openRoom(Room.Settings.CONFERENCE, new Room.Listener() {});
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        for (var peer : peers) {
            peer.close();
        }
    }

    /// What peer `index` hears of the three, after things have settled.
    private void assertHears(int index, boolean ana, boolean ben, boolean cora) {
        boolean[] wanted = {ana, ben, cora};
        double[] tones = {ANA, BEN, CORA};
        peers[index].hear(12);
        var samples = peers[index].hear(25);
        for (int i = 0; i < 3; i++) {
            double amplitude = Math.sqrt(Peer.share(tones[i], samples)) * Peer.loudness(samples);
            assertEquals(
                    wanted[i], amplitude > 1_500, "peer " + index + " and tone " + tones[i] + ", amplitude " + amplitude);
            assertTrue(wanted[i] || amplitude < 150, "tone " + tones[i] + " leaks: " + amplitude);
        }
    }

    @Test
    void everyoneHearsAllOthersAndNotThemselves() {
        for (var leg : legs) {
            room.join(leg);
        }
        assertHears(0, false, true, true);
        assertHears(1, true, false, true);
        assertHears(2, true, true, false);
    }

    @Test
    void twoLegsInARoomAreABridgeAndLeavingEndsIt() {
        room.join(legs[0]);
        var ben = room.join(legs[1]);
        assertHears(0, false, true, false);
        ben.leave();
        assertHears(0, false, false, false);
        assertHears(1, false, false, false);
    }

    @Test
    void theMutedAreNotHeardButHear() {
        room.join(legs[0]);
        room.join(legs[1], true, false);
        var cora = room.join(legs[2]);
        assertHears(0, false, false, true);
        assertHears(1, true, false, true);
        cora.mute(true);
        assertHears(0, false, false, false);
        cora.mute(false);
        assertHears(0, false, false, true);
    }

    @Test
    void theHeldNeitherHearNorAreHeardButHearTheirMusic() {
        room.join(legs[0]);
        var ben = room.join(legs[1]);
        room.join(legs[2]);
        ben.hold(true);
        var music = legs[1].play(Sounds.tone(2_000, Duration.ofMinutes(1)));
        assertHears(0, false, false, true);
        assertHears(1, false, false, false);
        assertTrue(Peer.share(2_000, peers[1].hear(20)) > 0.95);
        ben.hold(false);
        music.stop();
        assertHears(1, true, false, true);
    }

    @Test
    void aCoachIsHeardByTheCoachedOnly() {
        var ana = room.join(legs[0]);
        room.join(legs[1]);
        var coach = room.join(legs[2]);
        coach.coach(ana);
        assertHears(0, false, true, true);
        assertHears(1, true, false, false);
        assertHears(2, true, true, false);
        ana.leave();
        assertHears(1, false, false, false);
        coach.coach(null);
        assertHears(1, false, false, true);
    }

    @Test
    void anAnnouncementIsHeardByOneAndThePlaybackOfTheRoomByAll() {
        room.join(legs[0]);
        room.join(legs[1]);
        legs[0].play(Sounds.tone(2_300, Duration.ofMinutes(1)));
        peers[0].hear(10);
        assertTrue(Peer.share(2_300, peers[0].hear(20)) > 0.3);
        assertTrue(Peer.share(2_300, peers[1].hear(20)) < 0.01);
        room.play(Sounds.tone(3_000, Duration.ofMinutes(1)));
        peers[0].hear(10);
        assertTrue(Peer.share(3_000, peers[0].hear(20)) > 0.2);
        assertTrue(Peer.share(3_000, peers[1].hear(20)) > 0.2);
    }

    @Test
    void aTapHearsTheMixWithoutCoachesAndTheBeepsApart() {
        room.join(legs[0]);
        var ben = room.join(legs[1]);
        room.join(legs[2]).coach(ben);
        peers[0].hear(10);
        var seconds = new LinkedBlockingQueue<short[]>();
        var frames = new AtomicInteger();
        var filling = new short[50 * 160];
        room.tap((inbound, outbound) -> {
            int at = frames.getAndIncrement() % 50;
            System.arraycopy(inbound, 0, filling, at * 160, 160);
            if (at == 49) {
                seconds.add(filling.clone());
            }
        });
        var second = new AtomicReference<short[]>();
        Peer.await("for a second of the mix with both", () -> {
            second.set(seconds.poll());
            return second.get() != null && Peer.share(ANA, second.get()) > 0.4 && Peer.share(BEN, second.get()) > 0.4;
        });
        var heard = second.get();
        assertTrue(Peer.share(CORA, heard) < 0.01);
    }

    @Test
    void aBridgeSendsKeysOnAndAConferenceDoesNot() throws Exception {
        var bridge = engine.openRoom(Room.Settings.BRIDGE, new Room.Listener() {});
        bridge.join(legs[0]);
        bridge.join(legs[1]);
        peers[1].hear(10);
        peers[0].key(4, 90_000, 2);
        Peer.await("for the key", () -> peers[1].received().stream().filter(p -> p.payloadType() == 101).count() >= 7);
        room.join(legs[0]);
        room.join(legs[1]);
        peers[1].hear(10);
        peers[1].forget();
        peers[0].key(5, 99_000, 2);
        peers[1].hear(20);
        assertEquals(0, peers[1].received().stream().filter(p -> p.payloadType() == 101).count());
    }

    @Test
    void comingAndGoingLeavesNoGapInAnyonesPackets() {
        room.join(legs[0]);
        room.join(legs[1]);
        peers[0].hear(10);
        peers[0].forget();
        for (int i = 0; i < 10; i++) {
            var cora = room.join(legs[2]);
            peers[0].hear(4);
            cora.leave();
            peers[0].hear(3);
        }
        var packets = peers[0].received();
        for (int i = 1; i < packets.size(); i++) {
            assertEquals(160, packets.get(i).timestamp() - packets.get(i - 1).timestamp());
        }
        assertTrue(Peer.share(BEN, Peer.samples(packets)) > 0.5);
    }

    @Test
    void loudVoicesSaturateInsteadOfWrapping() {
        for (int i = 0; i < 3; i++) {
            peers[i].says(new org.cordboard.media.audio.Tones(
                    true, new org.cordboard.media.audio.Tones.Step(500 + i, 0, 10_000, 0.95)));
            room.join(legs[i]);
        }
        peers[0].hear(15);
        var samples = peers[0].hear(50);
        // A wrapped sum would throw samples across zero: neighbours of 500 Hz never differ by this much.
        for (int i = 1; i < samples.length; i++) {
            assertTrue(Math.abs(samples[i] - samples[i - 1]) < 30_000, "at " + i);
        }
    }
}
