package org.cordboard.media.speech;

/// The text could not be spoken: no engine, no voice for the language, or the engine failed.
public final class SpeechException extends Exception {
    public SpeechException(String message) {
        super(message);
    }

    public SpeechException(String message, Throwable cause) {
        super(message, cause);
    }
}
