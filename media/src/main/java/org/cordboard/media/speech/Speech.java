package org.cordboard.media.speech;

import java.util.Set;
import org.cordboard.media.audio.Clip;

/// Speaks. Implementations may be called from many virtual threads at once.
public interface Speech extends AutoCloseable {
    /// Renders the request; blocks until it is done.
    ///
    /// @throws SpeechException when nothing could be spoken
    Clip say(SpeechRequest request) throws SpeechException;

    /// Languages this engine speaks, as lower-case primary tags (`en`, `de`, `cmn`).
    Set<String> languages();

    @Override
    default void close() {}
}
