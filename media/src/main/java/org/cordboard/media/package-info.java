/// The media plane: legs' audio over RTP or WebRTC, rooms that mix it, and everything that is heard or listened to on the way.
/// A few media threads tick every 20 ms and own all sockets, buffers and mixers; every method of the public types may be
/// called from any thread, returns at once and takes effect within the next tick.
/// Audio inside is linear 16-bit, 8,000 samples a second, in frames of 160 samples.
@NullMarked
package org.cordboard.media;

import org.jspecify.annotations.NullMarked;
