package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.util.concurrent.CompletableFuture;
import org.cordboard.media.audio.AudioSource;

/// A source on its way to one listener. Read by the media thread; stopped by anyone, heeded at the next tick.
final class Playing implements Playback {
    private final AudioSource source;
    private final ListenerCalls calls;
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private volatile boolean stopRequested;
    private boolean over;

    Playing(AudioSource source, ListenerCalls calls) {
        this.source = source;
        this.calls = calls;
    }

    @Override
    public void stop() {
        stopRequested = true;
    }

    @Override
    public CompletableFuture<End> ended() {
        return ended;
    }

    /// Adds the next 20 ms to `mix`; false when there was none because it has ended. `scratch` is overwritten.
    boolean addTo(short[] mix, short[] scratch) {
        if (over) {
            return false;
        }
        if (stopRequested) {
            end(End.STOPPED);
            return false;
        }
        int count = source.read(scratch);
        for (int i = 0; i < count; i++) {
            mix[i] = saturated(mix[i] + scratch[i]);
        }
        if (count < FRAME) {
            end(End.FINISHED);
        }
        return count > 0;
    }

    boolean over() {
        return over;
    }

    /// True once somebody asked to stop; digits being sent look here.
    boolean stopRequested() {
        return stopRequested;
    }

    void end(End how) {
        if (!over) {
            over = true;
            source.released();
            calls.call(() -> ended.complete(how));
        }
    }

    /// With the `int` minimum and maximum, which the compiler turns into vector instructions; [Math#clamp] works on `long`.
    static short saturated(int sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }
}
