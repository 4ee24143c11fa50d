package org.cordboard.media.audio;

import java.time.Duration;

/// The sounds a telephone network makes, as sources to play: silence, tones, ringing, busy, beeps.
public final class Sounds {
    private static final double LEVEL = 0.18;

    private Sounds() {}

    /// Silence that lasts until it is stopped.
    public static AudioSource silence() {
        return new Tones(true, new Tones.Step(0, 0, 1_000, 0));
    }

    public static AudioSource silence(Duration length) {
        return new Tones(false, new Tones.Step(0, 0, Math.toIntExact(length.toMillis()), 0));
    }

    public static AudioSource tone(double hertz, Duration length) {
        return new Tones(false, new Tones.Step(hertz, 0, Math.toIntExact(length.toMillis()), LEVEL));
    }

    /// What a caller hears while the other phone rings.
    ///
    /// @param country two letters as in `ringTone`; unknown ones ring like the United States
    public static AudioSource ringback(String country) {
        return switch (country) {
            case "uk", "gb", "au", "in", "nz", "sg", "hk", "ie", "za" ->
                new Tones(
                        true,
                        new Tones.Step(400, 450, 400, LEVEL),
                        new Tones.Step(0, 0, 200, 0),
                        new Tones.Step(400, 450, 400, LEVEL),
                        new Tones.Step(0, 0, 2_000, 0));
            case "de", "eu", "at", "ch", "es", "fr", "it", "nl", "pl", "pt", "se", "fi", "no", "dk", "be", "cz", "gr" ->
                new Tones(true, new Tones.Step(425, 0, 1_000, LEVEL), new Tones.Step(0, 0, 4_000, 0));
            case "jp" -> new Tones(true, new Tones.Step(384, 416, 1_000, LEVEL), new Tones.Step(0, 0, 2_000, 0));
            default -> new Tones(true, new Tones.Step(440, 480, 2_000, LEVEL), new Tones.Step(0, 0, 4_000, 0));
        };
    }

    public static AudioSource busy() {
        return new Tones(true, new Tones.Step(480, 620, 500, LEVEL), new Tones.Step(0, 0, 500, 0));
    }

    /// The tone before a recording begins.
    public static AudioSource recordBeep() {
        return tone(1_000, Duration.ofMillis(500));
    }

    /// Someone comes into a conference: two short rising notes.
    public static AudioSource enterBeep() {
        return new Tones(false, new Tones.Step(660, 0, 120, LEVEL), new Tones.Step(880, 0, 160, LEVEL));
    }

    /// Someone leaves a conference: two short falling notes.
    public static AudioSource exitBeep() {
        return new Tones(false, new Tones.Step(880, 0, 120, LEVEL), new Tones.Step(660, 0, 160, LEVEL));
    }
}
