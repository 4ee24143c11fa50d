package org.cordboard.media.recording;

import java.nio.file.Path;
import java.time.Duration;

/// What a recording keeps and when it ends.
///
/// @param file the WAV file to write; its directory exists
/// @param trimSilence cut silence from both ends when it is finished
/// @param maxLength it ends when this much has been recorded
/// @param silenceTimeout it ends after this much silence on the inbound side; zero: never
public record RecordingSettings(
        Path file, Channels channels, Track track, boolean trimSilence, Duration maxLength, Duration silenceTimeout) {
    public enum Channels {
        MONO,
        /// Inbound left, outbound right.
        DUAL
    }

    /// Seen from the leg: inbound is what its far end says.
    public enum Track {
        INBOUND,
        OUTBOUND,
        BOTH
    }

    public RecordingSettings {
        if (!maxLength.isPositive() || maxLength.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("a recording lasts at most 24 hours and more than nothing, not " + maxLength);
        }
        if (silenceTimeout.isNegative()) {
            throw new IllegalArgumentException("silence time-out must not be negative: " + silenceTimeout);
        }
    }

    /// Both sides, as they are, up to four hours.
    public static RecordingSettings of(Path file, Channels channels) {
        return new RecordingSettings(file, channels, Track.BOTH, false, Duration.ofHours(4), Duration.ZERO);
    }

    public RecordingSettings trimmed() {
        return new RecordingSettings(file, channels, track, true, maxLength, silenceTimeout);
    }
}
