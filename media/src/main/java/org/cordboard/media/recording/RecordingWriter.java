package org.cordboard.media.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that puts all recordings on the disk, ten times a second, so that a slow disk delays no audio.
public final class RecordingWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingWriter.class);
    private static final long ROUND_NANOS = 100_000_000L;

    private final List<WavRecording> recordings = new CopyOnWriteArrayList<>();
    private final Executor completions;
    private final ByteBuffer buffer = WavOutput.buffer();
    private final Thread thread;
    private volatile boolean running = true;

    /// @param completions where finished recordings are told
    public RecordingWriter(Executor completions) {
        this.completions = completions;
        thread = Thread.ofPlatform().name("recording-writer").daemon().unstarted(this::run);
        thread.start();
    }

    public Recording open(RecordingSettings settings) throws IOException {
        var recording = new WavRecording(settings, buffer, completions);
        recordings.add(recording);
        return recording;
    }

    private void run() {
        while (running) {
            LockSupport.parkNanos(ROUND_NANOS);
            round();
        }
        recordings.forEach(WavRecording::ended);
        round();
    }

    private void round() {
        for (var recording : recordings) {
            try {
                if (recording.write()) {
                    recordings.remove(recording);
                }
            } catch (RuntimeException e) {
                LOG.error("writing a recording failed; it ends here", e);
                recording.fail();
                recordings.remove(recording);
            }
        }
    }

    /// Ends and completes what is still being recorded.
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
