package org.cordboard.voice.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FetchLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private final FetchLimits limits = new FetchLimits();

    @Test
    void twentyInASecondAreTheMost() throws Exception {
        for (int i = 0; i < 20; i++) {
            limits.count("http://x", i);
        }
        var failure = assertThrows(PageFailure.class, () -> limits.count("http://x", SECOND - 1));
        assertEquals(14106, failure.code());
        assertEquals("http://x", failure.url());
    }

    @Test
    void aSecondLaterTheNextMayCome() throws Exception {
        for (int i = 0; i < 20; i++) {
            limits.count("http://x", i);
        }
        limits.count("http://x", SECOND);
    }

    @Test
    void fiveHundredInAllAreTheMost() throws Exception {
        for (int i = 0; i < 500; i++) {
            limits.count("http://x", i * SECOND);
        }
        assertEquals(14106, assertThrows(PageFailure.class, () -> limits.count("http://x", 500 * SECOND)).code());
    }
}
