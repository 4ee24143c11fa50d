package org.cordboard.routing.sid;

/// The SID of a trunk's origination URL: `OU` and 32 hex digits.
public record OriginationUrlSid(String value) implements Sid {
    public static final String PREFIX = "OU";

    public OriginationUrlSid {
        value = Sid.checked(PREFIX, value);
    }

    /// Whether the text is a well-formed SID of this kind; both cases of hex are accepted.
    public static boolean valid(String text) {
        return Sid.wellFormed(PREFIX, text);
    }

    @Override
    public String toString() {
        return value;
    }
}
