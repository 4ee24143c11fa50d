package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Documents that would run for ever, or be of any size: each ends by a stated limit, with its published code, and another
/// caller meanwhile is served as ever.
@Timeout(180)
class LimitsTest extends HouseTest {
    @Test
    void aDocumentThatLeadsToItselfIsStoppedAndOthersAreServed() throws Exception {
        var asked = new AtomicInteger();
        house.page("/voice", _ -> {
            asked.incrementAndGet();
            return "<Response><Redirect>/voice</Redirect></Response>";
        });
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        house.page("/other", _ -> "<Response><Say>Hello</Say></Response>");
        house.number("+15550001002", Map.of("voice_url", house.url("/other")));
        var endless = call();
        assertEquals(200, call("+15557779999", "+15550001002").end(House.PATIENCE));
        assertEquals(200, endless.end(House.PATIENCE));
        assertEquals("1", logged(14106).log(), "published as a warning");
        assertTrue(asked.get() <= 21 + 1, asked + " requests");
    }

    @Test
    void twoThousandElementsAreTheMostOfADocument() throws Exception {
        house.page("/voice", _ -> "<Response>" + "<Leave/>".repeat(2_001) + "</Response>");
        house.page("/fallback", _ -> "<Response><Say>Instead</Say></Response>");
        house.number(
                House.NUMBER, Map.of("voice_url", house.url("/voice"), "voice_fallback_url", house.url("/fallback")));
        call();
        assertEquals("11750", house.next("/fallback").get("ErrorCode"));
    }

    @Test
    void aDocumentOfFourMegabytesIsNotReadToItsEnd() throws Exception {
        var large = ("<Response><Say>" + "x".repeat(4 << 20) + "</Say></Response>").getBytes(StandardCharsets.US_ASCII);
        house.site("/voice", _ -> new Answer(200, "text/xml", large, Map.of()));
        house.page("/fallback", _ -> "<Response><Hangup/></Response>");
        house.number(
                House.NUMBER, Map.of("voice_url", house.url("/voice"), "voice_fallback_url", house.url("/fallback")));
        call();
        assertEquals("11750", house.next("/fallback").get("ErrorCode"));
    }

    @Test
    void aGatherInsideAGatherIsLeftOut() throws Exception {
        house.page("/chosen", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response>" + "<Gather numDigits='1' action='/chosen' timeout='20'>".repeat(10) + "</Gather>".repeat(10)
                + "</Response>");
        var call = call();
        call.dialog();
        assertEquals("1", logged(13320).log());
        call.press("7");
        assertEquals("7", house.next("/chosen").get("Digits"));
    }

    /// Sound that never ends: it is given up at the time limit of a request, the verb is skipped and the document goes on.
    @Test
    void aSoundWithoutEndIsGivenUp() throws Exception {
        try (var endless = new EndlessSound()) {
            house.page("/next", _ -> "<Response><Hangup/></Response>");
            house.answers("<Response><Play>" + endless.url() + "#tt=1500</Play><Redirect>/next</Redirect></Response>");
            call();
            house.next("/next");
            logged(11200);
            assertTrue(Ears.within(House.PATIENCE, endless::left), "nobody reads it any more");
        }
    }

    @Test
    void keysPressedWithoutEndAreDroppedWhenNobodyReadsThem() throws Exception {
        house.page("/chosen", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Say>" + "Long ".repeat(12) + "</Say><Gather numDigits='1' action='/chosen' timeout='20'/>"
                + "</Response>");
        var call = call();
        call.dialog();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        var leg = house.voice.stage().legs().all().iterator().next();
        IntStream.range(0, 1_000).forEach(_ -> leg.inbox().post(new org.cordboard.voice.leg.Signal.Digit('1')));
        assertTrue(Ears.within(House.PATIENCE, call.ears::silence));
        assertFalse(house.asked.stream().anyMatch(a -> a.path().equals("/chosen")), "they came before the Gather");
        call.press("9");
        assertEquals("9", house.next("/chosen").get("Digits"));
    }
}
