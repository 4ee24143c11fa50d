package org.cordboard.media;

/// A leg's audio over plain RTP (RFC 3550) on a port pair of its own, even for RTP and the next odd one for RTCP.
public sealed interface RtpEndpoint extends MediaEndpoint permits Endpoint {}
