package org.cordboard.media.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.cordboard.media.AudioTap;

/// One recording in progress: put it on an endpoint or a room with `tap(recording)`. It ends with its endpoint or room,
/// by [#stop()], or by its settings; then [#finished()] completes.
public interface Recording extends AudioTap {
    enum Pause {
        /// The time of the pause is kept as silence.
        SILENCE,
        /// The pause leaves no trace in the file.
        SKIP
    }

    enum EndedBy {
        STOP,
        MAX_LENGTH,
        SILENCE,
        /// The tapped endpoint or room closed.
        SOURCE_CLOSED,
        /// The disk refused; the file holds what was written before.
        FAILURE
    }

    /// @param length of what the file holds; zero when nothing but silence was heard and silence is trimmed
    record Result(Path file, Duration length, EndedBy endedBy) {
        /// Nothing worth keeping: the API calls such a recording `absent`.
        public boolean empty() {
            return length.isZero();
        }
    }

    void pause(Pause how);

    void resume();

    /// Ends it; harmless when repeated.
    void stop();

    /// Recorded so far, pauses as they are kept.
    Duration length();

    /// Completed on a virtual thread when the file is complete.
    CompletableFuture<Result> finished();
}
