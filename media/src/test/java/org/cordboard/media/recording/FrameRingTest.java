package org.cordboard.media.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.cordboard.media.audio.AudioSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameRingTest {
    private static final int WIDTH = 2 * AudioSource.FRAME;

    private static boolean put(FrameRing ring, int value) {
        if (!ring.roomForOne()) {
            return false;
        }
        var samples = ring.samples();
        samples[ring.at()] = (short) value;
        samples[ring.at() + WIDTH - 1] = (short) value;
        ring.filled();
        return true;
    }

    private static int take(FrameRing ring) {
        var samples = ring.waitingSamples();
        int value = samples[ring.waitingAt()];
        assertEquals(value, samples[ring.waitingAt() + WIDTH - 1], "a whole frame");
        ring.emptied();
        return value;
    }

    @Test
    void threeSecondsWaitForASlowDiskAndNoMore() {
        var ring = new FrameRing(2);
        int taken = 0;
        while (put(ring, taken)) {
            taken++;
        }
        assertEquals(150, taken);
        for (int i = 0; i < 150; i++) {
            assertTrue(ring.waits());
            assertEquals(i, take(ring));
        }
        assertFalse(ring.waits());
        assertTrue(put(ring, 7) && ring.waits());
        assertEquals(7, take(ring));
    }

    @Test
    void oneThreadFillsWhileAnotherEmptiesInBurstsAndNothingIsLostOrTurnedRound() throws Exception {
        int frames = 30_000;
        var ring = new FrameRing(2);
        var failure = new AtomicReference<Throwable>();
        var writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int expected = 0; expected < frames; ) {
                    if (!ring.waits()) {
                        Thread.onSpinWait();
                        continue;
                    }
                    assertEquals((short) expected, take(ring));
                    expected++;
                    if (expected % 1_000 == 0) {
                        Thread.yield();
                    }
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        for (int i = 0; i < frames && failure.get() == null; ) {
            if (put(ring, i)) {
                i++;
            } else {
                Thread.yield();
            }
        }
        writer.join(30_000);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertFalse(writer.isAlive());
        assertFalse(ring.waits());
    }
}
