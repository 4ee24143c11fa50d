/// Measures what a leg costs the media plane: mixed in conferences and listening to music.
/// A generator on the other core sends and receives real RTP over loopback and counts what is missing.
/// Figures are printed with their conditions.
@NullMarked
package org.cordboard.bench.media;

import org.jspecify.annotations.NullMarked;
