package org.cordboard.sip.message;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A request. Methods are case-sensitive text, because extensions add their own.
public record SipRequest(String method, Uri uri, Headers headers, byte[] body) implements SipMessage {
    public static final String INVITE = "INVITE";
    public static final String ACK = "ACK";
    public static final String BYE = "BYE";
    public static final String CANCEL = "CANCEL";
    public static final String OPTIONS = "OPTIONS";
    public static final String REGISTER = "REGISTER";
    public static final String PRACK = "PRACK";
    public static final String UPDATE = "UPDATE";
    public static final String INFO = "INFO";
    public static final String REFER = "REFER";
    public static final String NOTIFY = "NOTIFY";
    public static final String SUBSCRIBE = "SUBSCRIBE";
    public static final String MESSAGE = "MESSAGE";
    public static final String PUBLISH = "PUBLISH";

    /// Methods some RFC defines; others are answered 501.
    public static final List<String> KNOWN_METHODS = List.of(
            INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, PRACK, UPDATE, INFO, REFER, NOTIFY, SUBSCRIBE, MESSAGE,
            PUBLISH);

    public boolean is(String wanted) {
        return method.equals(wanted);
    }

    public SipRequest withHeaders(Headers changed) {
        return new SipRequest(method, uri, changed, body);
    }

    public Optional<String> toTag() {
        return to().tag();
    }

    public Optional<String> fromTag() {
        return from().tag();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SipRequest r
                && method.equals(r.method)
                && uri.equals(r.uri)
                && headers.equals(r.headers)
                && Arrays.equals(body, r.body);
    }

    @Override
    public int hashCode() {
        return 31 * headers.hashCode() + Arrays.hashCode(body);
    }

    /// Method and Call-ID only: the rest may hold numbers and names that do not belong in a log.
    @Override
    public String toString() {
        return method + " [" + headers.first("Call-ID").orElse("?") + "]";
    }
}
