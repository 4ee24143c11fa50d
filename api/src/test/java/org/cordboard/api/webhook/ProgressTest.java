package org.cordboard.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void everythingBeforeTheOldestJobUnderWayIsDone() {
        Progress progress = new Progress(10);
        assertEquals(10, progress.floor());
        progress.begin(11);
        progress.passed(12);
        progress.begin(13);
        progress.begin(13);
        assertEquals(10, progress.floor());
        progress.done(11);
        assertEquals(12, progress.floor());
        progress.done(13);
        assertEquals(12, progress.floor(), "two jobs of one event, one still under way");
        progress.done(13);
        assertEquals(13, progress.floor());
    }

    @Test
    void aStuckJobHoldsTheLogOnlySoFar() {
        Progress progress = new Progress(0);
        progress.begin(1);
        progress.passed(7_000);
        assertEquals(0, progress.floor());
        assertEquals(2_000, progress.releasable(5_000));
    }
}
