package org.cordboard.sip;

import java.util.List;
import java.util.Optional;

/// The body of a request that carries more than a session description: `multipart/mixed` of RFC 2046 section 5.1, the
/// description first, because some peers look no further.
record Multipart(String contentType, byte[] body) {

    /// @param boundary a word that is random enough not to stand in a part
    static Multipart of(Optional<String> sdp, List<BodyPart> parts, String boundary) {
        var out = new StringBuilder(1024);
        sdp.ifPresent(description -> part(new BodyPart(UserAgent.SDP, "", description), boundary, out));
        parts.forEach(part -> part(part, boundary, out));
        out.append("--").append(boundary).append("--\r\n");
        return new Multipart("multipart/mixed;boundary=" + boundary, Bytes.utf8(out.toString()));
    }

    private static void part(BodyPart part, String boundary, StringBuilder out) {
        out.append("--").append(boundary).append("\r\nContent-Type: ").append(part.contentType()).append("\r\n");
        if (!part.disposition().isEmpty()) {
            out.append("Content-Disposition: ").append(part.disposition()).append("\r\n");
        }
        out.append("\r\n").append(part.text()).append("\r\n");
    }
}
