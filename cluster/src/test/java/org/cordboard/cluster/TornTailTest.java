package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TornTailTest {
    @TempDir
    private Path directory;

    private DurableEngine open() throws IOException {
        return DurableEngine.start(
                EngineConfig.single(directory, Set.of()), new LedgerMachine(), InstantSource.system(), _ -> {});
    }

    /// The log of five commands, as it stands on disk when the process dies: no orderly end, so no snapshot.
    private byte[] crashedSegment(Path copy) throws IOException {
        try (var engine = open()) {
            for (int i = 1; i <= 5; i++) {
                engine.submit(LedgerMachine.put("k" + i, "v".repeat(200)));
            }
            try (var files = Files.walk(directory)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.getFileName().toString().equals("in_use.lock")) {
                        var target = copy.resolve(directory.relativize(file));
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                }
            }
        }
        return Files.readAllBytes(segment(copy));
    }

    private static Path segment(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_inprogress"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int endOfData(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private long positionAfterStart(Path crashed) throws IOException {
        try (var engine = DurableEngine.start(
                EngineConfig.single(crashed, Set.of()), new LedgerMachine(), InstantSource.system(), _ -> {})) {
            return engine.position();
        }
    }

    @Test
    void anUntouchedLogIsReadWhole(@TempDir Path crashed) throws IOException {
        crashedSegment(crashed);
        assertEquals(5, positionAfterStart(crashed));
    }

    @Test
    void aHalfWrittenLastEntryFollowedByZerosDoesNotStopTheStart(@TempDir Path crashed) throws IOException {
        var bytes = crashedSegment(crashed);
        java.util.Arrays.fill(bytes, endOfData(bytes) - 100, bytes.length, (byte) 0);
        Files.write(segment(crashed), bytes);
        assertEquals(4, positionAfterStart(crashed));
        assertEquals(4, positionAfterStart(crashed), "and the log goes on from there");
    }

    @Test
    void aFileThatEndsInTheMiddleOfTheLastEntryDoesNotStopTheStart(@TempDir Path crashed) throws IOException {
        var bytes = crashedSegment(crashed);
        Files.write(segment(crashed), java.util.Arrays.copyOf(bytes, endOfData(bytes) - 100));
        assertEquals(4, positionAfterStart(crashed));
    }

    @Test
    void damageBeforeAnotherEntryIsNotATornTailAndStopsTheStart(@TempDir Path crashed) throws IOException {
        var bytes = crashedSegment(crashed);
        bytes[endOfData(bytes) - 400] ^= 1;
        Files.write(segment(crashed), bytes);
        assertThrows(Exception.class, () -> positionAfterStart(crashed));
    }
}
