package org.cordboard.voice.dial;

import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.message.Headers;

/// What an address leads to.
sealed interface Destination {
    /// What an attempt is sent to; hosts outside are given up when they keep silent, and may point elsewhere.
    enum Reach {
        /// A phone that registered here; it points at others of its domain only.
        PHONE,
        /// A host that documents may dial; it points at such hosts only.
        PERMITTED_HOST,
        /// A trunk or route of the operator's; it may point anywhere.
        TRUNK
    }

    /// One way to send a call.
    ///
    /// @param protection of its audio
    record Attempt(OutboundInvite invite, LegTerms.Protection protection, Reach reach) {
        Attempt with(Headers.Field more) {
            return new Attempt(
                    invite.withHeaders(invite.headers().with(more.name(), more.value())), protection, reach);
        }

        static Attempt phone(OutboundInvite invite) {
            return new Attempt(invite, LegTerms.Protection.AS_OFFERED, Reach.PHONE);
        }
    }

    /// Phones to ring at once; the first to answer wins. Each is a line of attempts, of which the next is made when one
    /// did not reach anybody.
    ///
    /// @param parameters custom parameters for pages
    record Phones(
            List<List<Attempt>> forks, List<PagePhones.PagePhone> pages, Map<String, String> parameters)
            implements Destination {
        Phones with(Headers.Field more) {
            return new Phones(
                    forks.stream()
                            .map(line -> line.stream().map(way -> way.with(more)).toList())
                            .toList(),
                    pages,
                    parameters);
        }

        static Phones inTurn(List<Attempt> attempts) {
            return new Phones(List.of(attempts), List.of(), Map.of());
        }
    }

    /// Nobody to ring.
    ///
    /// @param code published error code for the log
    record Nowhere(CallStatus status, int sipStatus, int code, String why) implements Destination {}
}
