package org.cordboard.media.speech;

/// A stretch of text to be spoken in one manner, or a pause before the next.
///
/// @param text empty for a pause
/// @param language BCP 47
/// @param rate of the normal speed
/// @param pitch of the normal pitch
/// @param volume of the normal loudness, 0 for silent
/// @param pauseMillis silence after the text
record Utterance(String text, String language, double rate, double pitch, double volume, int pauseMillis) {
    static Utterance plain(String text, String language) {
        return new Utterance(text, language, 1, 1, 1, 0);
    }

    Utterance pause(int millis) {
        return new Utterance("", language, rate, pitch, volume, Math.min(millis, 10_000));
    }

    Utterance text(String words) {
        return new Utterance(words, language, rate, pitch, volume, 0);
    }

    Utterance in(String other) {
        return new Utterance(text, other, rate, pitch, volume, pauseMillis);
    }

    Utterance prosody(double faster, double higher, double louder) {
        return new Utterance(
                text,
                language,
                Math.clamp(rate * faster, 0.2, 4),
                Math.clamp(pitch * higher, 0.5, 2),
                Math.clamp(volume * louder, 0, 4),
                pauseMillis);
    }
}
