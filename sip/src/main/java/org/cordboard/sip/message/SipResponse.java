package org.cordboard.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A response.
///
/// @param status 100 to 699
public record SipResponse(int status, String reason, Headers headers, byte[] body) implements SipMessage {
    private static final byte[] NO_BODY = {};

    public boolean provisional() {
        return status < 200;
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    /// A bare answer to `request` (RFC 3261 section 8.2.6): Via, From, To, Call-ID, CSeq, and Timestamp in
    /// a 100. `toTag` is added where the request had none; the empty text adds none, as in a 100.
    public static SipResponse to(SipRequest request, int status, String reason, String toTag) {
        List<Headers.Field> kept = new ArrayList<>();
        for (Headers.Field field : request.headers()) {
            switch (field.name()) {
                case "Via", "From", "Call-ID", "CSeq" -> kept.add(field);
                case "To" -> kept.add(new Headers.Field("To", withTag(request, field.value(), toTag)));
                case "Timestamp" -> {
                    if (status == 100) {
                        kept.add(field);
                    }
                }
                default -> {}
            }
        }
        return new SipResponse(status, reason, Headers.of(kept), NO_BODY);
    }

    public static SipResponse to(SipRequest request, int status, String toTag) {
        return to(request, status, Reasons.of(status), toTag);
    }

    private static String withTag(SipRequest request, String to, String tag) {
        return tag.isEmpty() || request.toTag().isPresent() ? to : to + ";tag=" + tag;
    }

    public SipResponse withHeaders(Headers changed) {
        return new SipResponse(status, reason, changed, body);
    }

    public SipResponse with(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public SipResponse withBody(String contentType, byte[] content) {
        return new SipResponse(status, reason, headers.set("Content-Type", contentType), content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SipResponse r
                && status == r.status
                && reason.equals(r.reason)
                && headers.equals(r.headers)
                && Arrays.equals(body, r.body);
    }

    @Override
    public int hashCode() {
        return 31 * headers.hashCode() + status;
    }

    /// Status and Call-ID only, see [SipRequest#toString()].
    @Override
    public String toString() {
        return status + " [" + headers.first("Call-ID").orElse("?") + "]";
    }
}
