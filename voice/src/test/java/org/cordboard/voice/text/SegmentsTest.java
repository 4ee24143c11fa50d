package org.cordboard.voice.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SegmentsTest {
    @Test
    void aShortMessageHolds160CharactersOfItsAlphabetOr70Others() {
        assertEquals(1, Segments.of("a".repeat(160)));
        assertEquals(2, Segments.of("a".repeat(161)));
        assertEquals(2, Segments.of("a".repeat(306)));
        assertEquals(3, Segments.of("a".repeat(307)));
        assertEquals(1, Segments.of("了".repeat(70)));
        assertEquals(2, Segments.of("了".repeat(71)));
        assertEquals(3, Segments.of("了".repeat(135)));
    }

    @Test
    void bracketsAndTheEuroSignCountTwice() {
        assertEquals(1, Segments.of("€".repeat(80)));
        assertEquals(2, Segments.of("€".repeat(80) + "a"));
        assertEquals(1, Segments.of("Größe 5 £"));
    }
}
