package org.cordboard.cluster;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes snapshots on a thread of its own, one at a time, and lets the log be cut behind them.
final class SnapshotWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final long CLOSE_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("snapshots").daemon().factory());
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ReplicatedState state;
    private final RecordCodec codec;
    private final Runnable cutLog;
    private volatile int recordsWritten;

    SnapshotWriter(ReplicatedState state, RecordCodec codec, Runnable cutLog) {
        this.state = state;
        this.codec = codec;
        this.cutLog = cutLog;
    }

    /// Records in the last snapshot: what the next one will cost.
    int recordsWritten() {
        return recordsWritten;
    }

    boolean isBusy() {
        return busy.get();
    }

    /// Called on the engine thread, which goes on as soon as the copy is taken.
    void start() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        var copy = state.copy();
        thread.execute(() -> {
            try {
                write(copy);
                cutLog.run();
            } catch (IOException | RuntimeException e) {
                // The log still holds everything: only the next start takes longer.
                LOG.error("No snapshot could be written; the log keeps growing", e);
            } finally {
                busy.set(false);
            }
        });
    }

    /// Writes the copy and waits; for an orderly end.
    void writeNow(ReplicatedState.Copy copy) throws IOException {
        write(copy);
    }

    private void write(ReplicatedState.Copy copy) throws IOException {
        var place = copy.place();
        var file = state.files().getSnapshotFile(place.getTerm(), place.getIndex());
        if (file.exists()) {
            return;
        }
        long began = System.nanoTime();
        copy.state().write(file.toPath(), codec);
        var digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
        recordsWritten = copy.state().snapshot().entities().size();
        state.announce(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), place));
        LOG.info(
                "Snapshot of event {} written: {} records, {} bytes, {} ms",
                copy.state().snapshot().position(),
                copy.state().snapshot().entities().size(),
                file.length(),
                (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A snapshot is still being written and is given up");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
