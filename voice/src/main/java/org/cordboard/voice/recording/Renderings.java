package org.cordboard.voice.recording;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cordboard.media.recording.RecordingFile;
import org.cordboard.routing.entity.Recording;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Other forms of finished recordings (Voice reference 10.3): MP3, and both channels in one. Made at the first request
/// and kept beside the recording under its name with `.mp3`, `.mono.wav` or `.mono.mp3`. They are made one at a time on a
/// thread of the lowest priority, so that no download disturbs those who talk.
public final class Renderings {
    private static final Logger LOG = LoggerFactory.getLogger(Renderings.class);
    private static final int WAITING_MAX = 64;
    private static final long PATIENCE_SECONDS = 300;

    private final Path folder;
    private final Semaphore turn = new Semaphore(1);
    private final ConcurrentHashMap<Path, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();

    Renderings(Path folder) {
        this.folder = folder;
    }

    /// The file of that form; empty when the recording has no sound, or it could not be made in time. Blocks.
    ///
    /// @param channels 1 or 2, at most as many as were recorded
    public Optional<Path> of(Recording recording, boolean mp3, int channels) throws InterruptedException {
        var source = folder.resolve(recording.file());
        if (!Files.isRegularFile(source)) {
            return Optional.empty();
        }
        if (!mp3 && channels == recording.channels()) {
            return Optional.of(source);
        }
        var wanted = folder.resolve(name(recording, mp3, channels));
        if (Files.isRegularFile(wanted)) {
            return Optional.of(wanted);
        }
        try {
            return Optional.of(begun(source, wanted, mp3, channels).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("{} could not be made: {}", wanted.getFileName(), failure.toString());
            return Optional.empty();
        }
    }

    private static String name(Recording recording, boolean mp3, int channels) {
        var base = recording.file().replaceFirst("\\.wav$", "");
        return base + (channels < recording.channels() ? ".mono" : "") + (mp3 ? ".mp3" : ".wav");
    }

    private CompletableFuture<Path> begun(Path source, Path wanted, boolean mp3, int channels) {
        if (underWay.size() >= WAITING_MAX) {
            return CompletableFuture.failedFuture(new IOException(WAITING_MAX + " others are waited for"));
        }
        return underWay.computeIfAbsent(wanted, _ -> {
            var made = new CompletableFuture<Path>();
            Thread.ofPlatform().name("rendering").daemon().priority(Thread.MIN_PRIORITY).start(() -> {
                try {
                    made.complete(rendered(source, wanted, mp3, channels));
                } catch (IOException | RuntimeException failure) {
                    made.completeExceptionally(failure);
                } finally {
                    underWay.remove(wanted);
                }
            });
            return made;
        });
    }

    private Path rendered(Path source, Path wanted, boolean mp3, int channels) throws IOException {
        turn.acquireUninterruptibly();
        var part = wanted.resolveSibling(wanted.getFileName() + ".part");
        try {
            var recording = RecordingFile.open(source);
            try (var out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                if (mp3) {
                    recording.writeMp3(out, channels);
                } else {
                    recording.writeWav(out, channels);
                }
            }
            Files.move(part, wanted, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            if (!Files.exists(source)) {
                Files.deleteIfExists(wanted); // deleted while this was made
                throw new IOException("the recording was deleted");
            }
            return wanted;
        } finally {
            turn.release();
            Files.deleteIfExists(part);
        }
    }
}
