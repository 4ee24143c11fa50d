package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DurableEngineTest {
    @TempDir
    private Path directory;

    private DurableEngine open() throws IOException {
        return open(50_000);
    }

    private DurableEngine open(int snapshotCommands) throws IOException {
        var config =
                new EngineConfig(directory, "single", new TreeMap<>(), Set.of("history"), 16_384, snapshotCommands);
        return DurableEngine.start(config, new LedgerMachine(), InstantSource.system(), _ -> {});
    }

    @Test
    void aRestartFindsEverythingAgain() throws IOException {
        Instant before;
        try (var engine = open()) {
            for (int i = 0; i < 20; i++) {
                assertInstanceOf(Outcome.Done.class, engine.submit(LedgerMachine.put("k" + i, "v" + i)));
            }
            assertInstanceOf(Outcome.Refused.class, engine.submit(LedgerMachine.put("refuse", "")));
            before = engine.read(view -> view.now());
        }
        try (var engine = open()) {
            assertEquals(20, engine.position());
            assertEquals("v13", engine.read(view -> LedgerMachine.value(view, "k13")));
            assertEquals(before, engine.read(view -> view.now()));
            engine.submit(LedgerMachine.put("k0", "new"));
            assertEquals(21, engine.position());
        }
    }

    @Test
    void manyCallersAtOnceAreAllAnsweredAndAllKept() throws Exception {
        try (var engine = open(500)) {
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var replies = new ArrayList<Future<Outcome>>();
                for (int i = 0; i < 4_000; i++) {
                    var command = LedgerMachine.put("k" + i, "v");
                    replies.add(callers.submit(() -> engine.submit(command)));
                }
                for (var reply : replies) {
                    assertInstanceOf(Outcome.Done.class, reply.get());
                }
            }
            assertEquals(4_000, engine.position());
        }
        try (var engine = open()) {
            assertEquals(4_000, engine.position());
            int kept = engine.read(view -> LedgerMachine.all(view).size());
            assertEquals(4_000, kept);
        }
    }

    @Test
    void eventsThatAConsumerHasNotStoredSurviveSnapshotAndRestart() throws Exception {
        try (var engine = open(100)) {
            for (int i = 1; i <= 1_000; i++) {
                engine.submit(LedgerMachine.put("k", "" + i));
                if (i == 700) {
                    engine.acknowledge("history", 690);
                }
            }
        }
        try (var engine = open(100)) {
            var numbers = new CopyOnWriteArrayList<Long>();
            var all = new CountDownLatch(310);
            engine.follow("history", 690, event -> {
                numbers.add(event.number());
                all.countDown();
            });
            assertTrue(all.await(20, TimeUnit.SECONDS), () -> numbers.size() + " of 310");
            assertEquals(691, numbers.getFirst());
            assertEquals(1_000, numbers.getLast());
        }
    }

    @Test
    void aDeadlineHappensByItselfAndAlsoWhenItCameWhileTheNodeWasDown() throws Exception {
        try (var engine = open()) {
            engine.submit(LedgerMachine.put("deadline", "50"));
            awaitPosition(engine, 2);
            engine.submit(LedgerMachine.put("deadline", "3600000"));
        }
        var later = InstantSource.offset(InstantSource.system(), java.time.Duration.ofHours(2));
        try (var engine = DurableEngine.start(
                EngineConfig.single(directory, Set.of("history")), new LedgerMachine(), later, _ -> {})) {
            awaitPosition(engine, 4);
        }
    }

    private static void awaitPosition(DurableEngine engine, long position) throws InterruptedException {
        var arrived = new CountDownLatch(1);
        try (var _ = engine.follow("waiter" + position, position - 1, _ -> arrived.countDown())) {
            assertTrue(arrived.await(20, TimeUnit.SECONDS));
        } catch (IllegalStateException e) {
            // Asked too early: the event before it is not there yet.
            Thread.sleep(5);
            awaitPosition(engine, position);
        }
    }

    @Test
    void aFullInboxRefusesClearly() throws Exception {
        var config = new EngineConfig(directory, "single", new TreeMap<>(), Set.of(), 4, 50_000);
        try (var engine = DurableEngine.start(config, new LedgerMachine(), InstantSource.system(), _ -> {});
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Outcome>>();
            for (int i = 0; i < 500; i++) {
                replies.add(callers.submit(() -> engine.submit(LedgerMachine.put("k", "v"))));
            }
            int refused = 0;
            for (var reply : replies) {
                try {
                    reply.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertInstanceOf(EngineUnavailableException.class, e.getCause());
                    refused++;
                }
            }
            assertTrue(refused > 0, "nobody was refused");
            assertEquals(500 - refused, engine.position());
        }
    }

    @Test
    void aBugInTheStateStopsTheNodeLoudly() throws Exception {
        var fatal = new CountDownLatch(1);
        var config = EngineConfig.single(directory, Set.of());
        try (var engine =
                DurableEngine.start(config, new LedgerMachine(), InstantSource.system(), _ -> fatal.countDown())) {
            assertThrows(EngineUnavailableException.class, () -> engine.submit(LedgerMachine.put("explode", "")));
            assertTrue(fatal.await(30, TimeUnit.SECONDS));
            assertThrows(EngineUnavailableException.class, () -> engine.submit(LedgerMachine.put("a", "")));
        }
    }
}
