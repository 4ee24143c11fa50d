package org.cordboard.media.recording;

import static org.cordboard.media.audio.AudioSource.FRAME;
import static org.cordboard.media.audio.AudioSource.RATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.cordboard.media.detection.VoiceActivity;
import org.cordboard.media.recording.RecordingSettings.Channels;
import org.cordboard.media.recording.RecordingSettings.Track;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A recording on its way to a WAV file. The media thread fills a ring of frames and decides about pauses and ends; the
/// writer thread empties the ring. When the disk cannot follow for three seconds, frames are lost and counted.
final class WavRecording implements Recording {
    private static final Logger LOG = LoggerFactory.getLogger(WavRecording.class);
    private static final double SILENT_BELOW = 120;

    private final RecordingSettings settings;
    private final Executor completions;
    private final CompletableFuture<Result> finished = new CompletableFuture<>();
    private final WavOutput output;
    private final int channels;
    private final long framesMax;
    private final int silentFramesMax;

    private final FrameRing ring;

    private volatile @Nullable Pause pause;
    private volatile @Nullable EndedBy end;
    private volatile long frames;
    private int silentFrames;
    private long framesLost;
    private long framesWritten;
    private long firstLoud = -1;
    private long lastLoud = -1;

    /// @param buffer of the writer thread
    WavRecording(RecordingSettings settings, ByteBuffer buffer, Executor completions) throws IOException {
        this.settings = settings;
        this.completions = completions;
        channels = settings.channels() == Channels.DUAL ? 2 : 1;
        framesMax = Math.max(1, settings.maxLength().toMillis() / 20);
        silentFramesMax = (int) (settings.silenceTimeout().toMillis() / 20);
        ring = new FrameRing(channels);
        output = new WavOutput(settings.file(), channels, buffer);
    }

    // ---- the media thread

    @Override
    public void frame(short[] inbound, short[] outbound) {
        if (end != null) {
            return;
        }
        var paused = pause;
        if (paused == null) {
            put(inbound, outbound);
            watchSilence(inbound);
        } else if (paused == Pause.SILENCE) {
            putSilence();
        }
        if (frames >= framesMax) {
            endBy(EndedBy.MAX_LENGTH);
        }
    }

    private void watchSilence(short[] inbound) {
        silentFrames = VoiceActivity.meanAbsolute(inbound) < SILENT_BELOW ? silentFrames + 1 : 0;
        if (silentFramesMax > 0 && silentFrames >= silentFramesMax) {
            endBy(EndedBy.SILENCE);
        }
    }

    private void put(short[] inbound, short[] outbound) {
        if (!roomForOne()) {
            return;
        }
        var samples = ring.samples();
        int at = ring.at();
        boolean in = settings.track() != Track.OUTBOUND;
        boolean out = settings.track() != Track.INBOUND;
        if (channels == 2) {
            for (int i = 0; i < FRAME; i++) {
                samples[at++] = in ? inbound[i] : 0;
                samples[at++] = out ? outbound[i] : 0;
            }
        } else {
            for (int i = 0; i < FRAME; i++) {
                int sum = (in ? inbound[i] : 0) + (out ? outbound[i] : 0);
                samples[at++] = (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
        ring.filled();
    }

    private void putSilence() {
        if (roomForOne()) {
            Arrays.fill(ring.samples(), ring.at(), ring.at() + FRAME * channels, (short) 0);
            ring.filled();
        }
    }

    private boolean roomForOne() {
        frames++;
        if (!ring.roomForOne()) {
            framesLost++;
            return false;
        }
        return true;
    }

    @Override
    public void ended() {
        endBy(EndedBy.SOURCE_CLOSED);
    }

    @Override
    public boolean satisfied() {
        return end != null;
    }

    // ---- anyone

    @Override
    public void pause(Pause how) {
        pause = how;
    }

    @Override
    public void resume() {
        pause = null;
    }

    @Override
    public void stop() {
        endBy(EndedBy.STOP);
    }

    private synchronized void endBy(EndedBy how) {
        if (end == null) {
            end = how;
        }
    }

    @Override
    public Duration length() {
        return Duration.ofMillis(frames * 20);
    }

    @Override
    public CompletableFuture<Result> finished() {
        return finished;
    }

    // ---- the writer thread

    /// Writes what waits; true when the recording is complete.
    boolean write() {
        var ending = end;
        try {
            while (ring.waits()) {
                boolean loud = output.add(ring.waitingSamples(), ring.waitingAt(), FRAME * channels) >= SILENT_BELOW;
                if (loud) {
                    firstLoud = firstLoud < 0 ? framesWritten : firstLoud;
                    lastLoud = framesWritten;
                }
                framesWritten++;
                ring.emptied();
            }
            output.flush();
            if (ending == null) {
                return false;
            }
            complete(ending, close());
        } catch (IOException e) {
            LOG.error("a recording cannot be written to {}: {}", settings.file(), e.toString());
            fail();
        }
        return true;
    }

    void fail() {
        endBy(EndedBy.FAILURE);
        output.abandon();
        complete(EndedBy.FAILURE, output.kept());
    }

    private Duration close() throws IOException {
        if (framesLost > 0) {
            LOG.warn("{} lacks {} ms: the disk was too slow", settings.file(), framesLost * 20);
        }
        long samples;
        if (!settings.trimSilence()) {
            samples = output.close(0, framesWritten * FRAME);
        } else if (firstLoud < 0) {
            samples = output.close(0, 0);
        } else {
            long margin = 10; // a fifth of a second, so that soft beginnings and ends stay
            long from = Math.max(0, firstLoud - margin);
            long to = Math.min(framesWritten, lastLoud + 1 + margin);
            samples = output.close(from * FRAME, to * FRAME);
        }
        return Duration.ofMillis(samples * 1_000 / RATE);
    }

    private void complete(EndedBy how, Duration length) {
        completions.execute(() -> finished.complete(new Result(settings.file(), length, how)));
    }
}
