package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.media.audio.Tones;
import org.cordboard.routing.entity.Participant;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.junit.jupiter.api.Test;

/// Eight phones in one conference, each with a tone of its own: everybody hears the seven others and not himself (Voice
/// reference 7.6, the rule of mixing).
class RoomOfEightTest extends MeetingHouse {
    private static final double[] TONES = {400, 620, 850, 1_090, 1_340, 1_620, 1_930, 2_350};
    /// Seven of them together stay below full scale, so that no distortion adds tones of its own.
    private static final double LEVEL = 0.1;

    private final List<TestCall> calls = new ArrayList<>();

    @Test
    void everybodyHearsTheSevenOthersAndNotHimself() throws Exception {
        house.page("/voice", _ -> "<Response><Dial><Conference" + QUIET + ">room</Conference></Dial></Response>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        for (double tone : TONES) {
            var call = call("+1555888" + (int) tone, House.NUMBER);
            call.dialog();
            call.play(new Tones(true, new Tones.Step(tone, 0, 1_000, LEVEL)));
            calls.add(call);
        }
        assertTrue(Ears.within(House.PATIENCE, () -> present() == TONES.length), "all have come");
        for (int i = 0; i < TONES.length; i++) {
            int self = i;
            assertTrue(Ears.within(House.PATIENCE, () -> allOthersButNot(self)), () -> heard(self));
        }
        var last = calls.removeLast();
        last.hangUp();
        for (int i = 0; i < TONES.length - 1; i++) {
            var ears = calls.get(i).ears;
            assertTrue(Ears.within(House.PATIENCE, () -> ears.share(TONES[7]) < 0.01), () -> "who left is still heard");
        }
    }

    private long present() {
        return house.engine.read(view -> view.records(Participant.class)).stream()
                .filter(p -> p.status().equals("connected"))
                .count();
    }

    private boolean allOthersButNot(int self) {
        var ears = calls.get(self).ears;
        for (int i = 0; i < TONES.length; i++) {
            double share = ears.share(TONES[i]);
            if (i == self ? share > 0.01 : share < 0.06) {
                return false;
            }
        }
        return true;
    }

    private String heard(int self) {
        var text = new StringBuilder(TONES[self] + " Hz hears");
        for (double tone : TONES) {
            text.append(" %.0f:%.3f".formatted(tone, calls.get(self).ears.share(tone)));
        }
        return text.toString();
    }
}
