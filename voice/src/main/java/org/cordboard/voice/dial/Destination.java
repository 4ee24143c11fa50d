package org.cordboard.voice.dial;

import java.util.List;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.OutboundInvite;

/// What an address leads to.
sealed interface Destination {
    /// INVITEs to send at once; the first phone to answer wins.
    record Phones(List<OutboundInvite> invites) implements Destination {}

    /// Nobody to ring.
    ///
    /// @param code published error code for the log
    record Nowhere(CallStatus status, int sipStatus, int code, String why) implements Destination {}
}
