package org.cordboard.voice.twiml;

/// Something in a document that the application's developer should hear of.
///
/// @param code the published error code
/// @param warning whether the document runs on regardless
public record Problem(int code, boolean warning, String message) {
    /// Something that is left out as a whole, although the document runs on.
    static Problem error(int code, String message) {
        return new Problem(code, false, message);
    }

    static Problem warning(int code, String message) {
        return new Problem(code, true, message);
    }
}
