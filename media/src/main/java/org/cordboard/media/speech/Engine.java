package org.cordboard.media.speech;

import java.util.Set;
import org.cordboard.media.audio.Clip;

/// One way of making speech: a program or a library. [InstalledSpeech] chooses among them.
interface Engine {
    /// Part of the cache key: audio of one engine is never taken for another's.
    String name();

    /// Lower-case primary language tags.
    Set<String> languages();

    /// Speaks one utterance that has text.
    Clip speak(Utterance utterance, Voice voice) throws SpeechException;
}
