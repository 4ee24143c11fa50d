package org.cordboard.media.audio;

/// Something that can be played once, frame by frame. The media thread that plays it is the only reader,
/// so an implementation must neither block nor allocate in [#read(short[])].
public interface AudioSource {
    /// Samples a second of everything inside the media plane.
    int RATE = 8_000;

    /// Samples in the 20 ms that one packet and one tick carry.
    int FRAME = 160;

    /// Fills `frame` from its start and answers how many samples were written.
    /// Fewer than the frame's length means that the source has ended; the caller pads with silence.
    int read(short[] frame);

    /// Tells a source that nobody will read it again, whether it ended or was cut. Called on the media thread.
    default void released() {}
}
