package org.cordboard.media.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.DtmfTones;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfDetectorTest {
    private static String heard(AudioSource source, int millis) {
        var detector = new DtmfDetector();
        var keys = new StringBuilder();
        var frame = new short[AudioSource.FRAME];
        for (int at = 0; at < millis; at += 20) {
            java.util.Arrays.fill(frame, (short) 0);
            source.read(frame);
            char key = detector.hear(frame);
            if (key != 0) {
                keys.append(key);
            }
        }
        return keys.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "9", "*", "#", "A"})
    void eachPressOfAKeyIsOneKey(String key) {
        char symbol = key.charAt(0);
        var twice = new Tones(
                false, DtmfTones.step(symbol, 100), new Tones.Step(0, 0, 100, 0), DtmfTones.step(symbol, 100));
        assertEquals(key + key, heard(twice, 500));
        assertEquals(key, heard(new Tones(false, DtmfTones.step(symbol, 2_000)), 2_500));
    }

    @Test
    void aSingleToneIsNoKey() {
        assertEquals("", heard(Sounds.tone(941, java.time.Duration.ofSeconds(2)), 2_000));
    }
}
