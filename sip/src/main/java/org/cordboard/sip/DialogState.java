package org.cordboard.sip;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.sip.message.CSeq;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipMessage;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;

/// The dialog state of RFC 3261 section 12, as a value: who we are, who they are, where requests go, which
/// numbers they bear.
///
/// @param local our name-addr without tag
/// @param remoteTarget the peer's Contact
/// @param routeSet in the order of our Route headers
/// @param localSequence number of our last request
/// @param remoteSequence number of the peer's last request, -1 before the first
record DialogState(
        DialogId id,
        NameAddress local,
        NameAddress remote,
        Uri remoteTarget,
        List<NameAddress> routeSet,
        long localSequence,
        long remoteSequence) {

    /// What tells one dialog from another.
    record DialogId(String callId, String localTag, String remoteTag) {}

    /// Section 12.1.1: we answer.
    static DialogState uas(SipRequest invite, String localTag, long localSequence) {
        var id = new DialogId(invite.callId(), localTag, invite.fromTag().orElse(""));
        return new DialogState(
                id,
                invite.to().withoutTag(),
                invite.from().withoutTag(),
                target(invite, invite.from().uri()),
                routes(invite, false),
                localSequence,
                invite.cseq().number());
    }

    /// Section 12.1.2: they answer.
    static DialogState uac(SipRequest invite, SipResponse response) {
        var id = new DialogId(
                invite.callId(),
                invite.fromTag().orElse(""),
                response.to().tag().orElse(""));
        return new DialogState(
                id,
                invite.from().withoutTag(),
                invite.to().withoutTag(),
                target(response, invite.uri()),
                routes(response, true),
                invite.cseq().number(),
                -1);
    }

    private static Uri target(SipMessage message, Uri otherwise) {
        return message.contact().map(NameAddress::uri).orElse(otherwise);
    }

    private static List<NameAddress> routes(SipMessage message, boolean reverse) {
        List<NameAddress> found = new ArrayList<>();
        for (String text : message.headers().values("Record-Route")) {
            try {
                found.add(NameAddress.parse(text));
            } catch (Malformed e) {
                throw new IllegalStateException("Record-Route was checked on arrival", e);
            }
        }
        return List.copyOf(reverse ? found.reversed() : found);
    }

    DialogState withLocalSequence(long sequence) {
        return new DialogState(id, local, remote, remoteTarget, routeSet, sequence, remoteSequence);
    }

    DialogState withRemoteSequence(long sequence) {
        return new DialogState(id, local, remote, remoteTarget, routeSet, localSequence, sequence);
    }

    /// Target refresh, section 12.2.1.2 and 12.2.2.
    DialogState refreshed(SipMessage message) {
        Uri fresh = target(message, remoteTarget);
        return new DialogState(id, local, remote, fresh, routeSet, localSequence, remoteSequence);
    }

    /// A request in this dialog, still without Via (section 12.2.1.1). Loose routing unless the first route
    /// is strict.
    SipRequest request(String method, long sequence, Headers extra, byte[] body) {
        List<Headers.Field> fields = new ArrayList<>();
        Uri line = remoteTarget instanceof SipUri sip ? sip.forRequestLine() : remoteTarget;
        if (!routeSet.isEmpty()) {
            List<String> hops =
                    new ArrayList<>(routeSet.stream().map(NameAddress::toString).toList());
            if (routeSet.getFirst().uri() instanceof SipUri first
                    && !first.parameters().has("lr")) {
                hops.removeFirst();
                hops.add("<" + line + ">");
                line = first.forRequestLine();
            }
            hops.forEach(hop -> fields.add(new Headers.Field("Route", hop)));
        }
        fields.add(new Headers.Field("From", local.withTag(id.localTag).toString()));
        NameAddress to = id.remoteTag.isEmpty() ? remote : remote.withTag(id.remoteTag);
        fields.add(new Headers.Field("To", to.toString()));
        fields.add(new Headers.Field("Call-ID", id.callId));
        fields.add(new Headers.Field("CSeq", new CSeq(sequence, method).toString()));
        fields.add(new Headers.Field("Max-Forwards", "70"));
        return new SipRequest(method, line, Headers.of(fields).withAll(extra), body);
    }

    /// Where the next request goes: the first route, else the remote target.
    Uri nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
    }
}
