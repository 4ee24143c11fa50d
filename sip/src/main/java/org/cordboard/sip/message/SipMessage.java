package org.cordboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A request or a response. A message that came out of [MessageParser] has a readable top Via, From, To,
/// Call-ID and CSeq; one built by the stack has them too. On a message built by hand without them these
/// accessors throw [IllegalStateException], because that is a bug of the builder, not of the peer.
public sealed interface SipMessage permits SipRequest, SipResponse {

    Headers headers();

    /// The body bytes; not copied, treat as read-only. Empty when there is none.
    byte[] body();

    /// The topmost hop.
    default Via via() {
        return typed("Via", Headers::via);
    }

    default NameAddress from() {
        return typed("From", Headers::from);
    }

    default NameAddress to() {
        return typed("To", Headers::to);
    }

    default CSeq cseq() {
        return typed("CSeq", Headers::cseq);
    }

    default String callId() {
        return headers().first("Call-ID").orElseThrow(() -> new IllegalStateException("message without Call-ID"));
    }

    /// The first Contact that can be read, if any; `*` is not an address.
    default Optional<NameAddress> contact() {
        return headers().values("Contact").stream().findFirst().flatMap(SipMessage::address);
    }

    default String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /// Media type of the body in lower case without parameters.
    default Optional<String> contentType() {
        return headers()
                .first("Content-Type")
                .map(t -> t.split(";", 2)[0].replace(" ", "").strip().toLowerCase(Locale.ROOT));
    }

    /// The session description: the body itself, or that part of a multipart body.
    default Optional<String> sdp() {
        return part("application/sdp");
    }

    /// The body of that media type: the whole, or a part of a multipart body.
    ///
    /// @param type lower case, without parameters
    default Optional<String> part(String type) {
        return Bodies.find(this, type);
    }

    private static Optional<NameAddress> address(String text) {
        try {
            return Optional.of(NameAddress.parse(text));
        } catch (Malformed _) {
            return Optional.empty(); // a Contact no one can read is as good as none
        }
    }

    private <T> T typed(String name, Reader<T> reader) {
        try {
            return reader.read(headers());
        } catch (Malformed e) {
            throw new IllegalStateException("message without readable " + name + ": " + e.getMessage(), e);
        }
    }

    /// How one header type is read.
    @FunctionalInterface
    interface Reader<T> {
        T read(Headers headers) throws Malformed;
    }
}
