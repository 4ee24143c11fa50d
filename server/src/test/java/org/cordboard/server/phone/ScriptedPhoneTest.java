package org.cordboard.server.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScriptedPhoneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    @Timeout(60)
    void twoPhonesHearEachOthersToneAndTheEnd() throws Exception {
        try (var ana = new ScriptedPhone("ana");
                var ben = new ScriptedPhone("ben")) {
            var call = ana.call(ben.address());
            var ringing = ben.awaitRinging(PATIENCE);
            assertEquals("ana", ringing.from());
            var answered = ringing.answer();
            assertEquals(200, call.awaitAnswer(PATIENCE));
            call.sing(440);
            answered.sing(620);
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "ana hears ben");
            assertTrue(answered.ears().within(PATIENCE, () -> answered.ears().tone(440)), "ben hears ana");
            call.hangUp();
            assertTrue(answered.awaitEnd(PATIENCE));
        }
    }

    @Test
    @Timeout(60)
    void aBusyPhoneRefusesAndACallerWhoGivesUpStopsTheRinging() throws Exception {
        try (var ana = new ScriptedPhone("ana");
                var ben = new ScriptedPhone("ben")) {
            var refused = ana.call(ben.address());
            ben.awaitRinging(PATIENCE).refuse(486);
            assertEquals(486, refused.awaitAnswer(PATIENCE));
            var given = ana.call(ben.address());
            var ringing = ben.awaitRinging(PATIENCE);
            given.hangUp();
            assertTrue(ringing.stopsRinging(PATIENCE));
        }
    }
}
