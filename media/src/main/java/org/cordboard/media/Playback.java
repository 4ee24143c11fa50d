package org.cordboard.media;

import java.util.concurrent.CompletableFuture;

/// Something being played to an endpoint or a room, or digits being sent.
public interface Playback {
    /// How a playback came to its end.
    enum End {
        /// Heard to its last sample.
        FINISHED,
        /// Cut by [#stop()] or by another playback.
        STOPPED,
        /// The endpoint or room closed, or the leg was never connected.
        CLOSED
    }

    /// Cuts it within one tick. Harmless when it has ended.
    void stop();

    /// Completed on a virtual thread once nothing of it is sent any more.
    CompletableFuture<End> ended();
}
