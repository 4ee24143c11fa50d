package org.cordboard.voice.twiml;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes on beside the document.
public sealed interface Background {
    record Stream(
            String url,
            @Nullable String name,
            Verb.Track track,
            @Nullable Callback statusCallback,
            Map<String, String> parameters)
            implements Background {}

    record Recording(
            boolean dual,
            Verb.Track track,
            boolean trimSilence,
            @Nullable Callback callback) implements Background {}

    /// @param connector name of the recording server; null for the usual one
    record Siprec(
            @Nullable String name,
            @Nullable String connector,
            Verb.Track track,
            @Nullable Callback statusCallback,
            Map<String, String> parameters)
            implements Background {}

    /// @param language BCP 47
    /// @param hints phrases to expect, separated by commas
    /// @param provider what the engine is told, and the application told back, by its published names: `speechModel`,
    ///     `profanityFilter`, …
    record Transcription(
            @Nullable String name,
            Verb.Track track,
            String language,
            @Nullable String hints,
            boolean partialResults,
            @Nullable String inboundLabel,
            @Nullable String outboundLabel,
            @Nullable String engine,
            Map<String, String> provider,
            @Nullable Callback statusCallback)
            implements Background {
        public Transcription with(@Nullable Callback other) {
            return new Transcription(
                    name,
                    track,
                    language,
                    hints,
                    partialResults,
                    inboundLabel,
                    outboundLabel,
                    engine,
                    provider,
                    other);
        }
    }
}
