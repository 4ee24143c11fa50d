package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.Map;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.sip.InboundInvite;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Sids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the leg of a call that may come in: record, audio, line, program.
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final int NOT_ACCEPTABLE = 488;
    private static final int OVERLOADED = 503;
    private static final int CANCELED = 487;

    private final Legs legs;
    private final Sids sids;
    private final MediaEngine media;
    private final String countryCode;

    Arrivals(Legs legs, Sids sids, MediaEngine media, String countryCode) {
        this.legs = legs;
        this.sids = sids;
        this.media = media;
        this.countryCode = countryCode;
    }

    /// Who is called by whom.
    ///
    /// @param extra parameters of requests that only this kind of call has
    /// @param secure whether audio must be protected
    record Callee(
            Direction direction,
            String to,
            @Nullable PhoneNumberSid number,
            String from,
            Map<String, String> extra,
            boolean secure) {}

    void welcome(InboundInvite invite, Callee callee, Account account, Reception.Reaction reaction) {
        var origin = new LegOrigin(
                sids.call(),
                account,
                callee.direction,
                callee.from,
                callee.to,
                null,
                callee.number,
                CallingParty.headers(invite, callee.extra));
        var leg = legs.add(origin, CallStatus.RINGING, reaction.callback());
        var ears = new EndpointEars(leg);
        try {
            var endpoint = media.openRtp(ears);
            leg.atEnd(_ -> endpoint.close());
            var terms = new LegTerms(
                    endpoint.localAddress(),
                    callee.secure ? LegTerms.Protection.REQUIRED : LegTerms.Protection.AS_OFFERED);
            var agreed = invite.sdp().flatMap(terms::answer);
            if (invite.sdp().isPresent() && agreed.isEmpty()) {
                refuse(invite, leg, NOT_ACCEPTABLE);
                return;
            }
            var line = new InboundLine(invite, terms, agreed.orElse(null), leg, endpoint, new Legs.Progress(leg));
            ears.of(line);
            var progress = legs.connect(leg, line, endpoint);
            invite.onCancel(() -> progress.ended(CallStatus.NO_ANSWER, CANCELED));
            CallingParty.forwarded(invite, countryCode).ifPresent(first -> leg.detail("forwarded_from", first));
            line.ring();
            legs.run(leg, reaction.program());
        } catch (IOException e) {
            LOG.warn("{} gets no audio: {}", leg, e.getMessage());
            refuse(invite, leg, OVERLOADED);
        }
    }

    private static void refuse(InboundInvite invite, Leg leg, int status) {
        invite.reject(status);
        new Legs.Progress(leg).ended(CallStatus.FAILED, status);
    }
}
