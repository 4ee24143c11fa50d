/// RTP on the wire and what makes audio of it: packet views, the jitter buffer, RTCP reports and RFC 4733 events.
/// Everything is fed by one media thread, reuses its memory and never throws at a bad packet: it counts and drops it.
/// RFC 3550 names are kept; binary layouts are drawn above the class that reads them.
@NullMarked
package org.cordboard.media.rtp;

import org.jspecify.annotations.NullMarked;
