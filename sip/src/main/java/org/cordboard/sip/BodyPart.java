package org.cordboard.sip;

/// A body that travels beside the offer of an INVITE (RFC 5621): metadata of a recording, a location, an ISUP message.
///
/// @param contentType as its Content-Type says
/// @param disposition what it is for, as its Content-Disposition says; empty for the type's usual one
public record BodyPart(String contentType, String disposition, String text) {
    public BodyPart {
        if ((contentType + disposition).chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("line break in a header of a body part");
        }
    }
}
