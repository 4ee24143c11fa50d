package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Another process is killed in the middle of its work; what it had acknowledged must be there afterwards.
@Timeout(400)
final class CrashTest {
    private static final int KILLS = 4;

    @TempDir
    private Path directory;

    @Test
    void aKilledNodeLosesNoAcknowledgedCommand() throws Exception {
        long seed = System.nanoTime();
        System.out.println("crash seed " + seed);
        var random = new SplittableRandom(seed);
        var acknowledged = new TreeSet<String>();
        for (int round = 0; round < KILLS; round++) {
            var child = start("", "r" + round);
            try (var lines = lines(child)) {
                var ready = lines.readLine();
                assertTrue(ready != null && ready.startsWith("ready "), () -> "child said " + ready);
                assertTrue(Long.parseLong(ready.substring(6)) >= acknowledged.size(), ready);
                int before = acknowledged.size();
                int enough = 200 + random.nextInt(3_000);
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged.add(line);
                    if (acknowledged.size() - before == enough) {
                        // SIGKILL; what stands in the pipe was acknowledged before and still counts.
                        // Not through Process, which would close the pipe.
                        child.toHandle().destroyForcibly();
                    }
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
        }
        assertAllThere(acknowledged);
    }

    @Test
    void aDiskThatTakesNoMoreStopsTheNodeLoudlyAndLosesNothing() throws Exception {
        // A limit on the size of files does what a full disk does: the write fails.
        var child = start("ulimit -f 6000; ", "full");
        var acknowledged = new TreeSet<String>();
        try (var lines = lines(child)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("ready")) {
                    acknowledged.add(line);
                }
            }
            assertTrue(child.waitFor(30, TimeUnit.SECONDS), "the node did not stop");
            assertEquals(CrashChild.EXIT_FATAL, child.exitValue());
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertFalse(acknowledged.isEmpty());
        assertAllThere(acknowledged);
    }

    private void assertAllThere(Set<String> acknowledged) throws IOException {
        try (var engine = DurableEngine.start(
                EngineConfig.single(directory, Set.of()), new LedgerMachine(), InstantSource.system(), _ -> {})) {
            var kept = engine.read(view -> LedgerMachine.all(view).keySet());
            var lost = new ArrayList<>(acknowledged);
            lost.removeAll(kept);
            assertEquals(List.of(), lost);
            System.out.println(acknowledged.size() + " acknowledged, " + kept.size() + " kept");
        }
    }

    private Process start(String shell, String prefix) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = shell + "exec '" + java + "' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + CrashChild.class.getName() + " '" + directory + "' "
                + prefix;
        return new ProcessBuilder("bash", "-c", command)
                .redirectError(directory
                        .resolveSibling(directory.getFileName() + ".err")
                        .toFile())
                .start();
    }

    private static BufferedReader lines(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    }
}
