/// Text to audio: an interface, the engines behind it and the cache in front of them.
/// Speaking takes milliseconds to seconds and blocks, so it runs on virtual threads, never on a media thread.
/// The published voice names are accepted and mapped to the nearest voice an engine has.
@NullMarked
package org.cordboard.media.speech;

import org.jspecify.annotations.NullMarked;
