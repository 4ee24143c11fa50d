package org.cordboard.media.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.cordboard.media.audio.Clip;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers what was spoken, in memory and in a directory, keyed by the engine and the whole request. Both are bounded, the
/// least recently used goes first. Several callers that want the same sentence at once wait for one rendering.
public final class CachedSpeech implements Speech {
    private static final Logger LOG = LoggerFactory.getLogger(CachedSpeech.class);
    private static final int MEMORY_SAMPLES_MAX = 8_000 * 600;
    private static final String SUFFIX = ".pcm";

    private final Speech speaker;
    private final String speakerName;
    private final Path directory;
    private final long bytesMax;
    private final Map<String, Clip> memory = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, CompletableFuture<Clip>> underWay = new ConcurrentHashMap<>();
    private long samplesInMemory;
    private long bytesOnDisk;

    /// @param directory is made if it is not there
    /// @param bytesMax of the files in it
    public CachedSpeech(Speech speaker, Path directory, long bytesMax) throws IOException {
        this.speaker = speaker;
        this.speakerName = speaker instanceof InstalledSpeech installed ? installed.engines() : speaker.getClass().getName();
        this.directory = Files.createDirectories(directory);
        this.bytesMax = bytesMax;
        bytesOnDisk = trim();
    }

    @Override
    public Clip say(SpeechRequest request) throws SpeechException {
        var key = key(request);
        var remembered = remembered(key);
        if (remembered != null) {
            return remembered;
        }
        var own = new CompletableFuture<Clip>();
        var others = underWay.putIfAbsent(key, own);
        if (others != null) {
            return await(others);
        }
        try {
            var clip = load(key);
            if (clip == null) {
                clip = speaker.say(request);
                store(key, clip);
            }
            remember(key, clip);
            own.complete(clip);
            return clip;
        } catch (SpeechException | RuntimeException e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key);
        }
    }

    @Override
    public Set<String> languages() {
        return speaker.languages();
    }

    @Override
    public void close() {
        speaker.close();
    }

    private static Clip await(CompletableFuture<Clip> clip) throws SpeechException {
        try {
            return clip.get();
        } catch (ExecutionException e) {
            throw new SpeechException("could not be spoken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted while the text was spoken", e);
        }
    }

    private String key(SpeechRequest request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : new String[] {speakerName, request.language(), request.voice(), request.text()}) {
                var bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Clip remembered(String key) {
        return memory.get(key);
    }

    private synchronized void remember(String key, Clip clip) {
        if (memory.put(key, clip) == null) {
            samplesInMemory += clip.length();
        }
        var oldest = memory.entrySet().iterator();
        while (samplesInMemory > MEMORY_SAMPLES_MAX && memory.size() > 1) {
            samplesInMemory -= oldest.next().getValue().length();
            oldest.remove();
        }
    }

    private @org.jspecify.annotations.Nullable Clip load(String key) {
        var file = directory.resolve(key + SUFFIX);
        try {
            if (!Files.exists(file)) {
                return null;
            }
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).asShortBuffer();
            var samples = new short[bytes.remaining()];
            bytes.get(samples);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return new Clip(samples);
        } catch (IOException e) {
            LOG.warn("a spoken prompt in the cache cannot be read and is spoken again: {}", e.toString());
            return null;
        }
    }

    private void store(String key, Clip clip) {
        try {
            var bytes = ByteBuffer.allocate(2 * clip.length());
            for (int i = 0; i < clip.length(); i++) {
                bytes.putShort(clip.sample(i));
            }
            var written = Files.write(Files.createTempFile(directory, "new", ".tmp"), bytes.array());
            Files.move(written, directory.resolve(key + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            synchronized (this) {
                bytesOnDisk += bytes.capacity();
                if (bytesOnDisk > bytesMax) {
                    bytesOnDisk = trim();
                }
            }
        } catch (IOException e) {
            LOG.warn("a spoken prompt cannot be kept in {}: {}", directory, e.toString());
        }
    }

    private record Kept(Path file, long size, FileTime used) {}

    /// Deletes the files used longest ago until a fifth of the room is free; answers what is left.
    private long trim() throws IOException {
        var files = new ArrayList<Kept>();
        try (var all = Files.newDirectoryStream(directory, "*{" + SUFFIX + ",.tmp}")) {
            for (var each : all) {
                files.add(new Kept(each, Files.size(each), Files.getLastModifiedTime(each)));
            }
        }
        long total = files.stream().mapToLong(Kept::size).sum();
        if (total <= bytesMax) {
            return total;
        }
        files.sort(Comparator.comparing(Kept::used));
        for (var each : files) {
            if (total <= bytesMax * 4 / 5) {
                break;
            }
            Files.deleteIfExists(each.file());
            total -= each.size();
        }
        return total;
    }
}
