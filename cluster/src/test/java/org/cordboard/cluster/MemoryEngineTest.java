package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.event.Committed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MemoryEngineTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void aCommandIsAppliedBeforeItsAnswer() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            var outcome = engine.submit(LedgerMachine.put("a", "1"));
            assertEquals(1, assertInstanceOf(Outcome.Done.class, outcome).position());
            assertEquals("1", engine.read(view -> LedgerMachine.value(view, "a")));
            assertEquals(1, engine.position());
        }
    }

    @Test
    void aRefusalIsAnAnswer() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            assertInstanceOf(Outcome.Refused.class, engine.submit(LedgerMachine.put("refuse", "")));
            assertEquals(0, engine.position());
        }
    }

    @Test
    void theSameSeedGivesTheSameSidsAndAnotherSeedOthers() {
        assertEquals(seedOf(5), seedOf(5));
        assertNotEquals(seedOf(5), seedOf(6));
    }

    private String seedOf(long seed) {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, seed)) {
            engine.submit(LedgerMachine.put("seed", ""));
            return engine.read(view -> LedgerMachine.value(view, "seed"));
        }
    }

    @Test
    void movingTheClockMakesADeadlineHappenAtItsOwnTime() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            engine.submit(LedgerMachine.put("deadline", "5000"));
            clock.advance(Duration.ofMillis(4_999));
            assertEquals("", engine.read(view -> LedgerMachine.value(view, "expired")));
            clock.advance(Duration.ofMinutes(10));
            assertEquals("2026-01-01T00:00:05Z", engine.read(view -> LedgerMachine.value(view, "expired")));
            assertEquals(Instant.parse("2026-01-01T00:10:04.999Z"), clock.instant());
        }
    }

    @Test
    void onARealClockADeadlineHappensByItself() throws InterruptedException {
        try (var engine = MemoryEngine.start(new LedgerMachine(), InstantSource.system())) {
            var expired = new CountDownLatch(2);
            engine.follow("test", 0, _ -> expired.countDown());
            engine.submit(LedgerMachine.put("deadline", "30"));
            assertTrue(expired.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void timeNeverGoesBack() {
        var wild = new Instant[] {Instant.ofEpochSecond(100)};
        try (var engine = MemoryEngine.start(new LedgerMachine(), () -> wild[0])) {
            engine.submit(LedgerMachine.put("a", "1"));
            wild[0] = Instant.ofEpochSecond(50);
            engine.submit(LedgerMachine.put("a", "2"));
            assertEquals(Instant.ofEpochSecond(100), engine.read(view -> view.now()));
        }
    }

    @Test
    void eventsArriveInOrderFromTheAskedPosition() throws InterruptedException {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            for (int i = 1; i <= 5; i++) {
                engine.submit(LedgerMachine.put("n", "" + i));
            }
            var numbers = new CopyOnWriteArrayList<Long>();
            var arrived = new CountDownLatch(8);
            engine.follow("test", 2, event -> {
                numbers.add(event.number());
                arrived.countDown();
            });
            for (int i = 6; i <= 10; i++) {
                engine.submit(LedgerMachine.put("n", "" + i));
            }
            assertTrue(arrived.await(30, TimeUnit.SECONDS));
            assertEquals(java.util.List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), numbers);
        }
    }

    @Test
    void aFailingConsumerGetsTheSameEventAgainAndDelaysNobodyElse() throws InterruptedException {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            var tries = new CopyOnWriteArrayList<Long>();
            var failed = new CountDownLatch(3);
            var others = new CountDownLatch(2);
            engine.follow("failing", 0, event -> {
                tries.add(event.number());
                failed.countDown();
                if (tries.size() == 1) {
                    throw new IllegalStateException("the first time fails, as asked");
                }
            });
            engine.follow("other", 0, _ -> others.countDown());
            engine.submit(LedgerMachine.put("a", "1"));
            engine.submit(LedgerMachine.put("a", "2"));
            assertTrue(others.await(30, TimeUnit.SECONDS));
            assertTrue(failed.await(30, TimeUnit.SECONDS));
            assertEquals(java.util.List.of(1L, 1L, 2L), tries);
        }
    }

    @Test
    void aClosedSubscriptionDeliversNothingMore() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            var seen = new ArrayList<Committed>();
            engine.follow("test", 0, seen::add).close();
            engine.submit(LedgerMachine.put("a", "1"));
            assertTrue(seen.isEmpty());
        }
    }

    @Test
    void aBugStopsTheEngineAndEveryLaterCommandIsTold() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            assertThrows(IllegalStateException.class, () -> engine.submit(LedgerMachine.put("explode", "")));
            assertThrows(EngineUnavailableException.class, () -> engine.submit(LedgerMachine.put("a", "1")));
            assertThrows(EngineUnavailableException.class, () -> engine.read(view -> view.now()));
        }
    }

    @Test
    void aReadThatFailsConcernsItsCallerOnly() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            assertThrows(
                    java.util.NoSuchElementException.class,
                    () -> engine.read(_ -> java.util.List.of().getFirst()));
            assertInstanceOf(Outcome.Done.class, engine.submit(LedgerMachine.put("a", "1")));
        }
    }

    @Test
    void followingFromTheFutureIsRefused() {
        try (var engine = MemoryEngine.start(new LedgerMachine(), clock, 1)) {
            assertThrows(IllegalStateException.class, () -> engine.follow("test", 7, _ -> {}));
        }
    }
}
