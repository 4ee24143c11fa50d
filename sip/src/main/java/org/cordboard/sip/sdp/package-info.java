/// Session descriptions (RFC 8866) and the offer/answer model (RFC 3264) for one audio stream. The parser
/// is total and keeps every attribute, so that ICE, DTLS and SDES lines reach whoever understands them. All
/// types are immutable values, safe on any thread.
@NullMarked
package org.cordboard.sip.sdp;

import org.jspecify.annotations.NullMarked;
