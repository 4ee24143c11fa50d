/// What a browser phone's transport is made of: STUN for ICE-lite, DTLS for the keys, SRTP for the packets.
/// Each class knows one protocol and no socket; the media package joins them on the port that all browsers share.
/// Handshakes run on virtual threads, packets on the thread that sends or receives them.
@NullMarked
package org.cordboard.media.webrtc;

import org.jspecify.annotations.NullMarked;
