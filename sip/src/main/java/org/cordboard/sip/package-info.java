/// Cordboard's SIP layer: what `voice` needs to make and take calls, keep registrations and describe media.
/// [SipStack] is the entrance; it hands out [InboundInvite], [OutboundCall] and [Dialog], and calls back on
/// virtual threads, in order per call. Messages, SDP and digest values live in the packages below;
/// transactions and transport are inner parts.
@NullMarked
package org.cordboard.sip;

import org.jspecify.annotations.NullMarked;
