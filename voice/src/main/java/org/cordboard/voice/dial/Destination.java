package org.cordboard.voice.dial;

import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.OutboundInvite;

/// What an address leads to.
sealed interface Destination {
    /// INVITEs to send and pages to ring at once; the first phone to answer wins.
    ///
    /// @param parameters custom parameters for pages
    record Phones(List<OutboundInvite> invites, List<PagePhones.PagePhone> pages, Map<String, String> parameters)
            implements Destination {
        Phones(List<OutboundInvite> invites) {
            this(invites, List.of(), Map.of());
        }
    }

    /// Nobody to ring.
    ///
    /// @param code published error code for the log
    record Nowhere(CallStatus status, int sipStatus, int code, String why) implements Destination {}
}
