/// Audio as samples: what can be played, how it is coded, made, read from files and brought to 8 kHz.
/// Nothing here knows sockets or threads; a source is read by exactly one media thread at a time.
/// Unless said otherwise samples are linear 16-bit at 8,000 a second, and a frame is 160 of them.
@NullMarked
package org.cordboard.media.audio;

import org.jspecify.annotations.NullMarked;
