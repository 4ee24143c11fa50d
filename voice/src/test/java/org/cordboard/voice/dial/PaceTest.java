package org.cordboard.voice.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.Test;

/// Turns of waiting calls, by a clock the test moves.
class PaceTest {
    private static final AccountSid ONE = new AccountSid("AC" + "1".repeat(32));
    private static final AccountSid OTHER = new AccountSid("AC" + "2".repeat(32));

    private long millis = 5_000;
    private final Pace pace = new Pace(4, () -> millis * 1_000_000);

    private static List<Long> estimates(List<Pace.Place> places) {
        return places.stream().map(place -> place.estimate().toMillis()).toList();
    }

    private List<Pace.Place> join(int calls) {
        var places = new ArrayList<Pace.Place>();
        for (int call = 0; call < calls; call++) {
            places.add(pace.join(ONE).orElseThrow());
        }
        return places;
    }

    @Test
    void callsGoOutInOrderAsManyASecondAsTheRateSays() {
        var line = join(5);
        assertEquals(List.of(0L, 250L, 500L, 750L, 1_000L), estimates(line));
        for (int call = 0; call < line.size(); call++) {
            assertTrue(line.get(call).first().isDone(), "now the first");
            if (call + 1 < line.size()) {
                assertFalse(line.get(call + 1).first().isDone(), "somebody is before it");
            }
            if (call > 0) {
                assertEquals(250, line.get(call).turn().toMillis());
                millis += 250;
            }
            assertEquals(Duration.ZERO, line.get(call).turn());
            assertEquals(call * 250L, line.get(call).waited().toMillis());
        }
    }

    @Test
    void aPauseIsNotMadeUpForByABurst() {
        join(1).getFirst().turn();
        millis += 10_000;
        assertEquals(List.of(0L, 250L), estimates(join(2)));
    }

    @Test
    void whoLeavesLetsTheOthersMoveUp() {
        var line = join(3);
        line.getFirst().turn();
        line.get(1).leave();
        assertTrue(line.get(2).first().isDone());
        assertEquals(250, line.get(2).turn().toMillis(), "the turn of the one that left");
        line.get(1).leave();
        assertTrue(line.get(1).turn().isPositive(), "who has left is never placed");
        millis += 250;
        assertEquals(Duration.ZERO, line.get(2).turn());
    }

    @Test
    void accountsDoNotWaitForEachOther() {
        join(3);
        assertEquals(Duration.ZERO, pace.join(OTHER).orElseThrow().turn());
    }

    @Test
    void aFullLineTakesNobodyUntilSomeoneLeaves() {
        var line = join(Pace.LONGEST_LINE);
        assertTrue(pace.join(ONE).isEmpty());
        line.getLast().leave();
        assertTrue(pace.join(ONE).isPresent());
        assertTrue(pace.join(ONE).isEmpty());
    }
}
