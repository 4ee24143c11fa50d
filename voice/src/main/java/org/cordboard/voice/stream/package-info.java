/// Media streams: the audio of a leg over a WebSocket to an application, one way as a copy or both ways as a partner.
/// The media thread only fills a bounded buffer; a virtual thread per stream does the sending.
@NullMarked
package org.cordboard.voice.stream;

import org.jspecify.annotations.NullMarked;
