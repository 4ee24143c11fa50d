package org.cordboard.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;

/// The INVITEs of one outbound call: the same Call-ID and From tag, a number each, and what refusals taught
/// us (credentials for a 401 or 407, the longer session interval of a 422). Guarded by the lock of [Core].
final class InviteRequests {
    private static final int CHALLENGES_MAX = 3;

    private final UserAgent ua;
    private final OutboundInvite invite;
    private final String callId;
    private final String localTag;
    private final Optional<DigestClient> digest;
    private Headers credentials = Headers.NONE;
    private int challenges;
    private int sessionSeconds;
    private int minimumSeconds = SessionTimer.MIN_SE;
    private long sequence;

    InviteRequests(UserAgent ua, OutboundInvite invite) {
        this.ua = ua;
        this.invite = invite;
        this.callId = ua.core.ids.callId();
        this.localTag = ua.core.ids.tag();
        this.digest = invite.credentials().map(DigestClient::new);
        this.sequence = ua.core.ids.sequence();
        this.sessionSeconds = (int) ua.core.config.timers().sessionExpires().toSeconds();
    }

    String callId() {
        return callId;
    }

    Optional<DigestClient> digest() {
        return digest;
    }

    /// Authorization headers gathered so far.
    Headers credentials() {
        return credentials;
    }

    /// The next INVITE is a new one.
    void next() {
        sequence++;
    }

    SipRequest towards(Flow flow) {
        List<Headers.Field> fields = new ArrayList<>();
        invite.route()
                .forEach(hop -> fields.add(
                        new Headers.Field("Route", NameAddress.of(hop).toString())));
        fields.add(new Headers.Field("From", invite.from().withTag(localTag).toString()));
        fields.add(new Headers.Field("To", invite.to().toString()));
        fields.add(new Headers.Field("Call-ID", callId));
        fields.add(new Headers.Field("CSeq", sequence + " INVITE"));
        fields.add(new Headers.Field("Max-Forwards", "70"));
        boolean secure = UserAgent.secure(invite.requestUri());
        var contact = new NameAddress(null, ua.contact(flow, secure), invite.features());
        fields.add(new Headers.Field("Contact", contact.toString()));
        fields.add(new Headers.Field("User-Agent", ua.core.config.product()));
        fields.add(new Headers.Field("Session-Expires", Integer.toString(sessionSeconds)));
        fields.add(new Headers.Field("Min-SE", Integer.toString(minimumSeconds)));
        Headers headers = Headers.of(fields)
                .withAll(ua.abilities())
                .withAll(credentials)
                .withAll(invite.headers());
        Uri line = invite.requestUri() instanceof SipUri sip ? sip.forRequestLine() : invite.requestUri();
        if (!invite.parts().isEmpty()) {
            Multipart whole = Multipart.of(invite.sdp(), invite.parts(), "part-" + callId);
            return new SipRequest(
                    SipRequest.INVITE, line, headers.with("Content-Type", whole.contentType()), whole.body());
        }
        if (invite.sdp().isPresent()) {
            headers = headers.with("Content-Type", UserAgent.SDP);
        }
        return new SipRequest(
                SipRequest.INVITE, line, headers, invite.sdp().map(Bytes::utf8).orElse(Bytes.NONE));
    }

    /// True when a new INVITE may do better than the one this response refused.
    boolean learnFrom(SipResponse response, SipRequest refused) {
        return switch (response.status()) {
            case 401, 407 -> authorize(response, refused);
            case 422 -> lengthen(SessionTimer.minimum(response.headers()));
            default -> false;
        };
    }

    private boolean authorize(SipResponse response, SipRequest refused) {
        if (++challenges > CHALLENGES_MAX) {
            return false;
        }
        Optional<Headers.Field> answer =
                digest.flatMap(d -> d.answer(response, SipRequest.INVITE, refused.uri().toString()));
        answer.ifPresent(field -> credentials = credentials.set(field.name(), field.value()));
        return answer.isPresent();
    }

    /// RFC 4028 section 7.3.
    private boolean lengthen(int seconds) {
        if (seconds <= sessionSeconds) {
            return false;
        }
        minimumSeconds = seconds;
        sessionSeconds = seconds;
        return true;
    }

    /// RFC 3261 section 9.1: same branch, request URI, Route and CSeq number as the INVITE.
    static SipRequest cancelOf(SipRequest invite, Headers extra) {
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Via", invite.via().toString()));
        for (Headers.Field field : invite.headers()) {
            switch (field.name()) {
                case "From", "To", "Call-ID", "Max-Forwards", "Route", "User-Agent" -> fields.add(field);
                default -> {}
            }
        }
        fields.add(new Headers.Field("CSeq", invite.cseq().number() + " CANCEL"));
        return new SipRequest(SipRequest.CANCEL, invite.uri(), Headers.of(fields).withAll(extra), Bytes.NONE);
    }
}
