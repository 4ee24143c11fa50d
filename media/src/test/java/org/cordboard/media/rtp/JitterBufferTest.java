package org.cordboard.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.cordboard.media.audio.G711;
import org.cordboard.media.detection.Goertzel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitterBufferTest {
    private record Arrival(double millis, int number) {}

    private final RtpPacket packet = new RtpPacket();
    private final ByteBuffer buffer = ByteBuffer.allocate(1_000);
    private int firstTimestamp = -5_000;
    private int amplitude = 8_000;

    /// The packet with this number, of a 1,000 Hz tone.
    private RtpPacket tone(int number, int samples) {
        RtpPacket.writeHeader(buffer, false, 0, number, firstTimestamp + number * samples, 9);
        for (int i = 0; i < samples; i++) {
            buffer.put(G711.linearToUlaw((short) Math.round(amplitude * Math.sin(2 * Math.PI * (number * samples + i) / 8.0))));
        }
        buffer.flip();
        assertTrue(packet.parse(buffer));
        return packet;
    }

    /// Plays arrivals through a buffer and answers all it said.
    private short[] play(JitterBuffer jitter, List<Arrival> arrivals, int ticks, int samples) {
        var waiting = new PriorityQueue<Arrival>(java.util.Comparator.comparingDouble(Arrival::millis));
        waiting.addAll(arrivals);
        var heard = new short[ticks * 160];
        var frame = new short[160];
        for (int tick = 0; tick < ticks; tick++) {
            while (!waiting.isEmpty() && waiting.element().millis() <= tick * 20) {
                jitter.put(tone(waiting.remove().number(), samples), false);
            }
            jitter.read(frame);
            System.arraycopy(frame, 0, heard, tick * 160, 160);
        }
        return heard;
    }

    private static double purity(short[] heard, int fromTick, int toTick) {
        double least = 1;
        for (int tick = fromTick; tick + 2 <= toTick; tick++) {
            least = Math.min(least, new Goertzel(1_000).share(heard, tick * 160, 320));
        }
        return least;
    }

    @Test
    void packetsInOrderComeOutUnchanged() {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 100; i++) {
            arrivals.add(new Arrival(i * 20, i));
        }
        var heard = play(new JitterBuffer(20, 200), arrivals, 100, 160);
        assertTrue(purity(heard, 2, 100) > 0.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 240, 480})
    void packetsOfAnyLengthFit(int samples) {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i * samples < 16_000; i++) {
            arrivals.add(new Arrival(i * samples / 8.0, i));
        }
        var heard = play(new JitterBuffer(samples / 8, 200), arrivals, 95, samples);
        assertTrue(purity(heard, 10, 95) > 0.97, "purity " + purity(heard, 10, 95));
    }

    @Test
    void reorderedAndRepeatedPacketsDoNoHarm() {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 200; i++) {
            arrivals.add(new Arrival(i * 20 + (i % 4 == 1 ? 25 : 0), i));
            arrivals.add(new Arrival(i * 20 + 1, i));
        }
        var heard = play(new JitterBuffer(40, 200), arrivals, 200, 160);
        assertTrue(purity(heard, 4, 200) > 0.99);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void jitterIsAbsorbedAfterAShortTime(long seed) {
        var random = new Random(seed);
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 1_000; i++) {
            arrivals.add(new Arrival(i * 20 + random.nextInt(60), i));
        }
        var jitter = new JitterBuffer(20, 360);
        var heard = play(jitter, arrivals, 1_000, 160);
        int bad = 0;
        for (int tick = 50; tick + 2 < 1_000; tick++) {
            bad += new Goertzel(1_000).share(heard, tick * 160, 320) < 0.9 ? 1 : 0;
        }
        assertTrue(bad < 12, "seed " + seed + ": bad moments " + bad);
        assertTrue(jitter.delayMillis() < 140, "delay " + jitter.delayMillis());
    }

    @Test
    void aLostPacketIsHiddenByWhatWasBefore() {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 5) {
                arrivals.add(new Arrival(i * 20, i));
            }
        }
        var jitter = new JitterBuffer(40, 200);
        var heard = play(jitter, arrivals, 100, 160);
        assertTrue(purity(heard, 5, 95) > 0.8, "purity " + purity(heard, 5, 95));
        assertTrue(jitter.concealed() >= 9);
    }

    @Test
    void aLongGapFadesToSilenceAndPlaybackResumes() {
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < 200; i++) {
            if (i < 50 || i >= 120) {
                arrivals.add(new Arrival(i * 20, i));
            }
        }
        var jitter = new JitterBuffer(20, 200);
        var heard = play(jitter, arrivals, 200, 160);
        for (int i = 60 * 160; i < 115 * 160; i++) {
            assertEquals(0, heard[i]);
        }
        assertTrue(purity(heard, 125, 200) > 0.99);
        assertTrue(jitter.delayMillis() < 60);
    }

    @Test
    void aDelayThatIsNoLongerNeededIsGivenUpInQuietMoments() {
        var jitter = new JitterBuffer(20, 1_000);
        var frame = new short[160];
        int number = 0;
        for (int tick = 0; tick < 50; tick++) {
            jitter.put(tone(number++, 160), false);
            jitter.read(frame);
        }
        for (int tick = 0; tick < 10; tick++) {
            jitter.read(frame); // 200 ms late
        }
        for (int i = 0; i < 10; i++) {
            jitter.put(tone(number++, 160), false);
        }
        assertTrue(jitter.delayMillis() > 150);
        for (int tick = 0; tick < 1_000; tick++) {
            amplitude = tick % 100 < 80 ? 8_000 : 0;
            jitter.put(tone(number++, 160), false);
            jitter.read(frame);
        }
        assertTrue(jitter.delayMillis() <= 60, "delay " + jitter.delayMillis());
    }

    @Test
    void anotherSizeTakesEffectWhileAudioComes() {
        var jitter = new JitterBuffer(20, 200);
        amplitude = 0;
        int number = played(jitter, 0, 50);
        assertTrue(jitter.delayMillis() <= 40, "delay " + jitter.delayMillis());
        jitter.configure(80, 1_000);
        number = played(jitter, number, 50);
        assertTrue(jitter.delayMillis() >= 60 && jitter.delayMillis() <= 120, "delay " + jitter.delayMillis());
        jitter.configure(0, 20);
        played(jitter, number, 50);
        assertTrue(jitter.delayMillis() <= 20, "delay " + jitter.delayMillis());
    }

    /// One packet a tick; answers the number of the next.
    private int played(JitterBuffer jitter, int from, int ticks) {
        var frame = new short[160];
        for (int number = from; number < from + ticks; number++) {
            jitter.put(tone(number, 160), false);
            jitter.read(frame);
        }
        return from + ticks;
    }

    @Test
    void aJumpOfTheClockStartsAnew() {
        var jitter = new JitterBuffer(20, 200);
        var frame = new short[160];
        for (int i = 0; i < 20; i++) {
            jitter.put(tone(i, 160), false);
            jitter.read(frame);
        }
        firstTimestamp += 1_000_000_000;
        var heard = new short[20 * 160];
        for (int i = 20; i < 40; i++) {
            jitter.put(tone(i, 160), false);
            jitter.read(frame);
            System.arraycopy(frame, 0, heard, (i - 20) * 160, 160);
        }
        assertTrue(purity(heard, 5, 20) > 0.98);
        firstTimestamp -= 2_000_000_000;
        for (int i = 40; i < 60; i++) {
            jitter.put(tone(i, 160), false);
            jitter.read(frame);
            System.arraycopy(frame, 0, heard, (i - 40) * 160, 160);
        }
        assertTrue(purity(heard, 8, 20) > 0.98);
    }

    @Test
    void anyPacketStreamWhateverItsTimestampsIsSurvived() {
        var random = new Random(11);
        var jitter = new JitterBuffer(20, 200);
        var frame = new short[160];
        for (int i = 0; i < 20_000; i++) {
            RtpPacket.writeHeader(buffer, false, 0, random.nextInt(), random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(4_000), 9);
            buffer.position(12 + random.nextInt(700));
            buffer.flip();
            if (packet.parse(buffer)) {
                jitter.put(packet, false);
            }
            jitter.read(frame);
        }
    }
}
