/// Recordings as applications know them: started by a verb, a conference or REST, kept as a WAV file and a record,
/// reported by callbacks. The audio itself is written by the media plane.
@NullMarked
package org.cordboard.voice.recording;

import org.jspecify.annotations.NullMarked;
