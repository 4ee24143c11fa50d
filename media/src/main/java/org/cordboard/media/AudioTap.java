package org.cordboard.media;

/// Listens to an endpoint. Called on the media thread once per tick, with 160 samples each way; both arrays belong to
/// the engine and change after the call, so a tap copies what it keeps, and neither blocks nor allocates.
@FunctionalInterface
public interface AudioTap {
    /// @param inbound what the far end said, after the jitter buffer; silence where nothing came
    /// @param outbound what was sent to the far end in the same tick
    void frame(short[] inbound, short[] outbound);

    /// No more frames will come: the tap was removed, is satisfied, or its endpoint or room closed. Called on the media thread.
    default void ended() {}

    /// True once the tap wants no more frames; it is then removed. Asked on the media thread, every tick.
    default boolean satisfied() {
        return false;
    }

    /// A tap in place.
    interface Handle extends AutoCloseable {
        /// Removes the tap within one tick. Harmless when repeated.
        @Override
        void close();
    }
}
