/// Listening machines: voice activity, single tones, DTMF in the audio, and who or what answered a call.
/// All of them are fed frame by frame on a media thread, keep constant memory and allocate nothing.
/// They know nothing of sockets, so a file runs through them as well as a call.
@NullMarked
package org.cordboard.media.detection;

import org.jspecify.annotations.NullMarked;
