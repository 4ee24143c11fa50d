package org.cordboard.media.detection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How machine detection decides; ranges and defaults are those of the API. A threshold that nobody chose
/// leaves the detector free to decide before it is reached, as soon as the evidence is strong; a chosen one
/// is taken to the letter, also where it equals the default.
///
/// @param waitForEnd hold the verdict on a machine until its greeting has ended (`DetectMessageEnd`)
/// @param timeout overall
/// @param speechThreshold a shorter utterance is a human, a longer one a machine; null when nobody chose it
/// @param speechEndThreshold trailing silence that closes the utterance; null when nobody chose it
/// @param silenceTimeout initial silence after which the verdict is `unknown`
public record MachineDetectionSettings(
        boolean waitForEnd,
        Duration timeout,
        @Nullable Duration speechThreshold,
        @Nullable Duration speechEndThreshold,
        Duration silenceTimeout) {
    static final int DEFAULT_SPEECH_THRESHOLD = 2_400;
    static final int DEFAULT_SPEECH_END = 1_200;

    public MachineDetectionSettings {
        check("MachineDetectionTimeout", timeout, 3_000, 60_000);
        check("MachineDetectionSpeechThreshold", speechThreshold, 1_000, 6_000);
        check("MachineDetectionSpeechEndThreshold", speechEndThreshold, 500, 5_000);
        check("MachineDetectionSilenceTimeout", silenceTimeout, 2_000, 10_000);
    }

    public static MachineDetectionSettings defaults(boolean waitForEnd) {
        return new MachineDetectionSettings(waitForEnd, Duration.ofSeconds(30), null, null, Duration.ofSeconds(5));
    }

    private static void check(String name, @Nullable Duration value, long minMillis, long maxMillis) {
        if (value != null && (value.toMillis() < minMillis || value.toMillis() > maxMillis)) {
            throw new IllegalArgumentException(
                    name + " must be from " + minMillis + " to " + maxMillis + " ms, was " + value.toMillis());
        }
    }
}
