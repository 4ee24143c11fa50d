package org.cordboard.media.detection;

import java.time.Duration;

/// How machine detection decides; ranges and defaults are those of the API. A threshold at its default leaves the detector
/// free to decide as soon as the evidence is strong; any other value is taken to the letter.
///
/// @param waitForEnd hold the verdict on a machine until its greeting has ended (`DetectMessageEnd`)
/// @param timeout overall
/// @param speechThreshold a shorter utterance is a human, a longer one a machine
/// @param speechEndThreshold trailing silence that closes the utterance
/// @param silenceTimeout initial silence after which the verdict is `unknown`
public record MachineDetectionSettings(
        boolean waitForEnd, Duration timeout, Duration speechThreshold, Duration speechEndThreshold, Duration silenceTimeout) {
    static final int DEFAULT_SPEECH_THRESHOLD = 2_400;
    static final int DEFAULT_SPEECH_END = 1_200;

    public MachineDetectionSettings {
        check("MachineDetectionTimeout", timeout, 3_000, 60_000);
        check("MachineDetectionSpeechThreshold", speechThreshold, 1_000, 6_000);
        check("MachineDetectionSpeechEndThreshold", speechEndThreshold, 500, 5_000);
        check("MachineDetectionSilenceTimeout", silenceTimeout, 2_000, 10_000);
    }

    public static MachineDetectionSettings defaults(boolean waitForEnd) {
        return new MachineDetectionSettings(
                waitForEnd,
                Duration.ofSeconds(30),
                Duration.ofMillis(DEFAULT_SPEECH_THRESHOLD),
                Duration.ofMillis(DEFAULT_SPEECH_END),
                Duration.ofSeconds(5));
    }

    private static void check(String name, Duration value, long minMillis, long maxMillis) {
        if (value.toMillis() < minMillis || value.toMillis() > maxMillis) {
            throw new IllegalArgumentException(
                    name + " must be from " + minMillis + " to " + maxMillis + " ms, was " + value.toMillis());
        }
    }
}
