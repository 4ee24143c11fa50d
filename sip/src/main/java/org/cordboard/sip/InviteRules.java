package org.cordboard.sip;

import java.util.Locale;
import java.util.Optional;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;

/// Why a new INVITE is refused before anyone hears of it: a body nobody reads (415), no format we may answer
/// in (406), missing parts (400), a session interval below the least (422). Guarded by the lock of [Core].
final class InviteRules {
    private final UserAgent ua;

    InviteRules(UserAgent ua) {
        this.ua = ua;
    }

    Optional<SipResponse> refusal(SipRequest request) {
        if (alien(request)) {
            return Optional.of(refuse(request, 415).with("Accept", UserAgent.SDP));
        }
        if (!acceptsSdp(request)) {
            return Optional.of(refuse(request, 406)
                    .with("Warning", "399 " + ua.core.config.product() + " \"Only application/sdp is spoken here\""));
        }
        if (incomplete(request)) {
            return Optional.of(refuse(request, 400));
        }
        int seconds = SessionTimer.requested(request);
        return seconds > 0 && seconds < SessionTimer.MIN_SE
                ? Optional.of(refuse(request, 422).with("Min-SE", Integer.toString(SessionTimer.MIN_SE)))
                : Optional.empty();
    }

    private SipResponse refuse(SipRequest request, int status) {
        return ua.response(request, status, null, ua.core.ids.tag());
    }

    private static boolean alien(SipRequest request) {
        boolean optional =
                request.headers().first("Content-Disposition").orElse("").contains("handling=optional");
        return request.body().length > 0 && request.sdp().isEmpty() && !optional;
    }

    /// RFC 3261 section 20.1: no Accept means application/sdp.
    private static boolean acceptsSdp(SipRequest request) {
        return request.headers().lines("Accept").isEmpty()
                || request.headers().values("Accept").stream().anyMatch(InviteRules::coversSdp);
    }

    private static boolean coversSdp(String range) {
        String[] parts = range.toLowerCase(Locale.ROOT).replace(" ", "").split(";");
        for (String part : parts) {
            if (part.matches("q=0(\\.0{0,3})?")) {
                return false;
            }
        }
        return parts[0].equals(UserAgent.SDP) || parts[0].equals("application/*") || parts[0].equals("*/*");
    }

    /// Peers of RFC 2543 may leave out Contact and the From tag.
    private static boolean incomplete(SipRequest request) {
        return request.via().hasUniqueBranch()
                && (request.contact().isEmpty() || request.fromTag().isEmpty());
    }
}
