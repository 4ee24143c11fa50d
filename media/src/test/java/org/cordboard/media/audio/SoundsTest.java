package org.cordboard.media.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.media.detection.Goertzel;
import org.junit.jupiter.api.Test;

class SoundsTest {
    @Test
    void g711RoundTripsEveryCode() {
        for (int code = 0; code < 256; code++) {
            byte ulaw = (byte) code;
            // Two codes mean zero in mu-law; the encoder chooses one.
            short linear = G711.ulawToLinear(ulaw);
            assertEquals(linear, G711.ulawToLinear(G711.linearToUlaw(linear)));
            short alaw = G711.alawToLinear((byte) code);
            assertEquals((byte) code, G711.linearToAlaw(alaw));
        }
        assertEquals(32_124, G711.ulawToLinear((byte) 0x80));
        assertEquals(-32_124, G711.ulawToLinear((byte) 0x00));
        assertEquals(0, G711.ulawToLinear(G711.ULAW_SILENCE));
        assertEquals(8, G711.alawToLinear(G711.ALAW_SILENCE));
        assertEquals(32_256, G711.alawToLinear((byte) 0xAA));
    }

    @Test
    void g711StaysWithinItsStepOfEverySample() {
        for (int linear = -32_000; linear <= 32_000; linear += 7) {
            int step = Math.max(16, Math.abs(linear) / 16);
            assertEquals(linear, G711.ulawToLinear(G711.linearToUlaw((short) linear)), step);
            assertEquals(linear, G711.alawToLinear(G711.linearToAlaw((short) linear)), step);
        }
    }

    @Test
    void aClipPlaysItsLoopsWithoutAGap() {
        var clip = new Clip(new short[] {1, 2, 3});
        var frame = new short[8];
        assertEquals(6, clip.times(2).read(frame));
        assertArrayEquals(new short[] {1, 2, 3, 1, 2, 3, 0, 0}, frame);
        assertEquals(8, clip.foreverFrom(2).read(frame));
        assertArrayEquals(new short[] {3, 1, 2, 3, 1, 2, 3, 1}, frame);
        assertEquals(0, new Clip(new short[0]).forever().read(frame));
    }

    @Test
    void ringbackHasTheCadenceOfItsCountry() {
        var us = Sounds.ringback("us");
        var seconds = new ArrayList<Boolean>();
        var second = new short[8_000];
        for (int i = 0; i < 12; i++) {
            us.read(second);
            seconds.add(Level.energy(second, 8_000) > 1_000_000);
        }
        assertEquals(List.of(true, true, false, false, false, false, true, true, false, false, false, false), seconds);
    }

    @Test
    void holdMusicIsHalfAMinuteOfManyTonesWithoutClicksAndTheSameForTheSameNumber() {
        var piece = HoldMusic.compose(5);
        assertEquals(30, piece.duration().toMillis() / 1_000.0, 3);
        assertArrayEquals(piece.toArray(), HoldMusic.compose(5).toArray());
        assertFalse(java.util.Arrays.equals(piece.toArray(), HoldMusic.compose(6).toArray()));
        var samples = piece.toArray();
        int step = Math.abs(samples[0] - samples[samples.length - 1]);
        assertTrue(step < 3_000, "the loop closes without a click: " + step);
        double rms = Math.sqrt((double) Level.energy(samples, samples.length) / samples.length);
        assertTrue(rms > 800 && rms < 6_000, "comfortable loudness: " + rms);
        // Music, not a tone: no single pitch holds much of it, and every second sounds.
        for (int midi = 40; midi < 90; midi++) {
            assertTrue(new Goertzel(440 * Math.pow(2, (midi - 69) / 12.0)).share(samples, 0, samples.length) < 0.3);
        }
        for (int at = 0; at + 8_000 < samples.length; at += 8_000) {
            assertTrue(Level.energy(java.util.Arrays.copyOfRange(samples, at, at + 8_000), 8_000) > 1_000_000L);
        }
    }

    @Test
    void aFrameQueuePlaysWhatArrivesTellsMarksAndCanBeCleared() {
        var told = new ArrayList<String>();
        var queue = new FrameQueue(1_000, Runnable::run);
        var frame = new short[160];
        assertEquals(160, queue.read(frame));
        var loud = new byte[200];
        assertTrue(queue.append(loud));
        queue.mark(() -> told.add("first"));
        queue.read(frame);
        assertEquals(-32_124, frame[159]);
        assertTrue(told.isEmpty());
        queue.read(frame);
        assertEquals(0, frame[40]);
        assertEquals(List.of("first"), told);
        assertTrue(queue.append(new byte[900]));
        assertFalse(queue.append(new byte[200]), "more than fits is refused");
        queue.mark(() -> told.add("second"));
        queue.clear();
        assertEquals(List.of("first", "second"), told);
        queue.append(new byte[10]);
        queue.finish();
        assertEquals(10, queue.read(frame));
        assertEquals(0, Sounds.silence(Duration.ofMillis(20)).read(new short[0]));
    }

    @Test
    void aFrameQueueKeepsFiveHundredMarksAtMost() {
        var queue = new FrameQueue(1_000, Runnable::run);
        queue.append(new byte[160]);
        for (int i = 0; i < 500; i++) {
            assertTrue(queue.mark(() -> {}));
        }
        assertFalse(queue.mark(() -> {}));
        queue.clear();
        assertTrue(queue.mark(() -> {}), "nothing waits any more");
    }
}
