package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.RecordsChanged;
import org.junit.jupiter.api.Test;

/// What is kept of the events, and when that is too much.
class EventTailTest {
    private static final Event EVENT = new RecordsChanged(Instant.EPOCH, List.of(), List.of());

    private static void append(EventTail tail, int events) {
        for (int i = 0; i < events; i += 1_000) {
            tail.append(Collections.nCopies(1_000, EVENT));
            tail.requireRoom();
        }
    }

    @Test
    void whereNobodyHasToStoreEventsNoneAreWaitedFor() {
        try (var tail = new EventTail(Set.of(), 1_000)) {
            append(tail, 4 * EventTail.UNACKNOWLEDGED_MAX);
        }
    }

    @Test
    void aConsumerHopelesslyBehindStopsTheRestUntilItCatchesUp() {
        try (var tail = new EventTail(Set.of("history"), 1_000)) {
            assertThrows(EngineUnavailableException.class, () -> append(tail, 2 * EventTail.UNACKNOWLEDGED_MAX));
            tail.acknowledge("history", EventTail.UNACKNOWLEDGED_MAX);
            tail.requireRoom();
        }
    }
}
