package org.cordboard.routing.sid;

/// The SID of a connection policy: `NY` and 32 hex digits.
public record ConnectionPolicySid(String value) implements Sid {
    public static final String PREFIX = "NY";

    public ConnectionPolicySid {
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
