package org.cordboard.sip;

import java.util.List;
import java.util.Optional;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.Parameters;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.jspecify.annotations.Nullable;

/// A call to make. Start with [#to] and add parts by the `with…` methods.
///
/// @param requestUri whom to call; a SIP URI unless `route` or `flow` says where to send it
/// @param from our identity, with display name; the stack adds the tag
/// @param to the callee as written in To
/// @param headers extra headers (X-, P-Asserted-Identity, User-to-User, …); the stack's own headers are
///     refused here
/// @param sdp our offer; empty for a delayed offer, then [Dialog#acknowledge] must give the answer
/// @param credentials for 401 and 407 challenges
/// @param route pre-loaded route, usually one outbound proxy with `;lr`
/// @param flow where to send it whatever the URIs say (a registered phone's flow, a trunk's address)
/// @param parts bodies beside the offer; with any, the body is `multipart/mixed`
/// @param features what our Contact says of us in this call (RFC 3840), such as `+sip.src`
public record OutboundInvite(
        Uri requestUri,
        NameAddress from,
        NameAddress to,
        Headers headers,
        Optional<String> sdp,
        Optional<DigestCredentials> credentials,
        List<SipUri> route,
        @Nullable Flow flow,
        List<BodyPart> parts,
        Parameters features) {

    public OutboundInvite {
        route = List.copyOf(route);
        parts = List.copyOf(parts);
        for (Headers.Field field : headers) {
            switch (field.name()) {
                case "Via",
                        "From",
                        "To",
                        "Call-ID",
                        "CSeq",
                        "Max-Forwards",
                        "Contact",
                        "Route",
                        "Record-Route",
                        "Content-Length",
                        "Content-Type" ->
                    throw new IllegalArgumentException("header " + field.name() + " belongs to the stack");
                default -> {}
            }
        }
        from = from.withoutTag();
        to = to.withoutTag();
    }

    public static OutboundInvite to(Uri target, NameAddress from) {
        Uri called = target instanceof SipUri sip ? sip.bare() : target;
        Uri line = target instanceof SipUri sip ? sip.forRequestLine() : target;
        return new OutboundInvite(
                line,
                from,
                NameAddress.of(called),
                Headers.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                null,
                List.of(),
                Parameters.NONE);
    }

    /// To a registered phone, over the flow it registered from.
    public static OutboundInvite to(Binding binding, NameAddress from) {
        return to(binding.contact(), from)
                .withFlow(binding.flow())
                .withTo(NameAddress.of(binding.addressOfRecord().uri()));
    }

    public OutboundInvite withSdp(String offer) {
        return new OutboundInvite(
                requestUri, from, to, headers, Optional.of(offer), credentials, route, flow, parts, features);
    }

    public OutboundInvite withHeaders(Headers extra) {
        return new OutboundInvite(
                requestUri, from, to, extra, sdp, credentials, route, flow, parts, features);
    }

    public OutboundInvite withTo(NameAddress callee) {
        return new OutboundInvite(
                requestUri, from, callee, headers, sdp, credentials, route, flow, parts, features);
    }

    public OutboundInvite withCredentials(DigestCredentials given) {
        return new OutboundInvite(
                requestUri, from, to, headers, sdp, Optional.of(given), route, flow, parts, features);
    }

    public OutboundInvite withRoute(SipUri proxy) {
        return new OutboundInvite(
                requestUri, from, to, headers, sdp, credentials, List.of(proxy), flow, parts, features);
    }

    public OutboundInvite withFlow(Flow destination) {
        return new OutboundInvite(
                requestUri, from, to, headers, sdp, credentials, route, destination, parts, features);
    }

    public OutboundInvite withParts(List<BodyPart> beside) {
        return new OutboundInvite(
                requestUri, from, to, headers, sdp, credentials, route, flow, beside, features);
    }

    public OutboundInvite withFeatures(Parameters told) {
        return new OutboundInvite(requestUri, from, to, headers, sdp, credentials, route, flow, parts, told);
    }
}
