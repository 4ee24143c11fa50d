package org.cordboard.media;

/// The audio doctor's opinion of an endpoint.
///
/// @param sentence one English sentence that names the cause, for a log, a page or a call record
public record Diagnosis(Cause cause, String sentence) {
    public enum Cause {
        HEALTHY,
        /// Not connected long enough to say.
        TOO_EARLY,
        NO_PACKETS,
        OTHER_ADDRESS,
        CODEC_MISMATCH,
        ONLY_SILENCE,
        PORT_UNREACHABLE,
        HEAVY_LOSS,
        ICE_FAILED,
        DTLS_FAILED
    }

    public boolean healthy() {
        return cause == Cause.HEALTHY || cause == Cause.TOO_EARLY;
    }
}
