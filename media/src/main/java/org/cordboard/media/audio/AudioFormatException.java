package org.cordboard.media.audio;

import java.io.IOException;

/// The bytes are not audio that we can read; the message says what they are.
public final class AudioFormatException extends IOException {
    public AudioFormatException(String message) {
        super(message);
    }

    public AudioFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
