package org.cordboard.voice.recognition;

import org.jspecify.annotations.Nullable;

/// The recogniser cannot be asked, or answered unusably.
public final class RecognitionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public RecognitionFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
