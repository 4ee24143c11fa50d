/// Writes what is heard into WAV files that can be played at any moment, even after a crash.
/// A recording is a tap: the media thread copies frames into a bounded ring, one writer thread puts them on the disk.
/// Pausing, trimming and the ends by silence or length are decided here; keys and callbacks belong to the caller.
@NullMarked
package org.cordboard.media.recording;

import org.jspecify.annotations.NullMarked;
