package org.cordboard.routing.sid;

/// The SID of an incoming phone number or verified caller id: `PN` and 32 hex digits.
public record PhoneNumberSid(String value) implements Sid {
    public static final String PREFIX = "PN";

    public PhoneNumberSid {
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
