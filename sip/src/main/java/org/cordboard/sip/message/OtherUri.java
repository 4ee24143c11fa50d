package org.cordboard.sip.message;

/// A URI of another scheme, such as `tel:+15550001000`, kept as text.
public record OtherUri(String scheme, String rest) implements Uri {

    static OtherUri of(String scheme, String rest) throws Malformed {
        if (rest.isEmpty() || rest.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>' || c == '"')) {
            throw new Malformed("bad URI", scheme.length() + 1);
        }
        return new OtherUri(scheme, rest);
    }

    @Override
    public String toString() {
        return scheme + ":" + rest;
    }
}
