package org.cordboard.voice.twiml;

import java.util.Set;

/// Something in a document that the application's developer should hear of.
///
/// @param code the published error code
/// @param warning whether the published code is a warning; the document runs on either way
public record Problem(int code, boolean warning, String message) {
    /// The published codes of documents that are no warnings (Voice reference 16).
    private static final Set<Integer> ERRORS = Set.of(
            11100, 13201, 13224, 13230, 13231, 13232, 13233, 13234, 13235, 13236, 13237, 13239, 13240, 13420, 13621, 14201,
            14202, 14203, 14204, 14205, 14206, 14210, 14211, 14212, 14213, 14300, 16024);

    static Problem of(int code, String message) {
        return new Problem(code, !ERRORS.contains(code), message);
    }
}
