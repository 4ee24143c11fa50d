package org.cordboard.voice.recognition;

import org.jspecify.annotations.Nullable;

/// Turns recorded speech into text. Blocks; called on virtual threads, several at once.
@FunctionalInterface
public interface Recogniser {
    /// What somebody said.
    ///
    /// @param wav linear 16-bit, 8 kHz, one channel
    /// @param language BCP 47
    /// @param hints phrases to expect, separated by commas
    record Utterance(byte[] wav, String language, @Nullable String hints) {}

    /// What was understood.
    ///
    /// @param text empty when nothing was
    /// @param confidence 0 to 1, null when the service does not tell
    record Heard(String text, @Nullable Double confidence) {}

    Heard hear(Utterance utterance) throws RecognitionFailure, InterruptedException;
}
