/// Conferences: who is in, who waits, who hears whom, and what applications are told of it. A leg's own thread stays in
/// its seat; everything that others do to it (hold, mute, eject, end) changes the seat and cuts in.
@NullMarked
package org.cordboard.voice.conference;

import org.jspecify.annotations.NullMarked;
