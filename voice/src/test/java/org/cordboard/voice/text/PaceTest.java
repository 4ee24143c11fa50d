package org.cordboard.voice.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void fifteenTextsInHalfAMinuteAreAllowedEachWay() {
        var pace = new Pace();
        for (int i = 0; i < 15; i++) {
            assertTrue(pace.allows("+1", "+2", START.plusSeconds(i)));
        }
        assertFalse(pace.allows("+1", "+2", START.plusSeconds(15)));
        assertTrue(pace.allows("+2", "+1", START.plusSeconds(15)));
        assertTrue(pace.allows("+1", "+2", START.plusSeconds(31)), "the first ones have left the window");
    }
}
