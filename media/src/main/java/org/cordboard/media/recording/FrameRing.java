package org.cordboard.media.recording;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Frames on their way from a media thread to the writer thread, without locks: one fills, one empties. Half a second is
/// reserved at once, because that is more than the writer ever takes; the rest of three seconds only when the disk is slow.
final class FrameRing {
    private static final int USUAL = 30;
    private static final int SLOW = 120;

    /// One ring of the two. When it is full, filling goes on in the next one, and emptying follows.
    private static final class Part {
        private final short[] samples;
        private final AtomicInteger waiting = new AtomicInteger();
        private int filledAt;
        private int emptiedAt;
        private volatile @Nullable Part next;

        Part(int length) {
            samples = new short[length];
        }
    }

    private final int width;
    private Part filling;
    private Part emptying;

    /// @param channels samples of a frame stand side by side
    FrameRing(int channels) {
        width = FRAME * channels;
        filling = new Part(USUAL * width);
        emptying = filling;
    }

    // ---- the media thread

    /// Room for one more frame; false when the disk is three seconds behind.
    boolean roomForOne() {
        if (filling.waiting.get() * width < filling.samples.length) {
            return true;
        }
        if (filling.samples.length != USUAL * width) {
            return false;
        }
        var more = new Part(SLOW * width);
        filling.next = more;
        filling = more;
        return true;
    }

    /// Where the frame goes, from [#at()] on.
    short[] samples() {
        return filling.samples;
    }

    int at() {
        return filling.filledAt;
    }

    void filled() {
        filling.filledAt = (filling.filledAt + width) % filling.samples.length;
        filling.waiting.incrementAndGet();
    }

    // ---- the writer thread

    /// Whether a frame waits in [#waitingSamples()] at [#waitingAt()].
    boolean waits() {
        while (emptying.waiting.get() == 0) {
            var next = emptying.next;
            // What was filled before the ring was left shows after the sight of the next one.
            if (next == null || emptying.waiting.get() > 0) {
                return emptying.waiting.get() > 0;
            }
            emptying = next;
        }
        return true;
    }

    short[] waitingSamples() {
        return emptying.samples;
    }

    int waitingAt() {
        return emptying.emptiedAt;
    }

    void emptied() {
        emptying.emptiedAt = (emptying.emptiedAt + width) % emptying.samples.length;
        emptying.waiting.decrementAndGet();
    }
}
