package org.cordboard.media.speech;

/// What is to be said and how.
///
/// @param text plain text or the inner XML of a `<Say>` element: SSML tags that we know shape the speech, others are read through
/// @param language BCP 47, for example `en-US`
/// @param voice a published voice name (`alice`, `man`, `woman`, `Polly.Joanna`, `Google.…`) or empty for the language's default
public record SpeechRequest(String text, String language, String voice) {
    /// Longest text that is spoken, in characters.
    public static final int TEXT_MAX = 4_096;

    public SpeechRequest {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("text of " + text.length() + " characters, at most " + TEXT_MAX + " are spoken");
        }
    }

    public static SpeechRequest english(String text) {
        return new SpeechRequest(text, "en-US", "");
    }
}
