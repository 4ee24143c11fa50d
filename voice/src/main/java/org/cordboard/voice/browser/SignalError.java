package org.cordboard.voice.browser;

import org.jspecify.annotations.Nullable;

/// The protocol's error codes that we say (Voice reference 12.4).
public enum SignalError {
    APPLICATION_NOT_FOUND(31001),
    CONNECTION_ERROR(31005),
    MALFORMED_REQUEST(31100),
    TOKEN_MISSING(31102),
    PARAMETERS_TOO_LONG(31103),
    BAD_CLIENT_NAME(31105),
    AUTHORIZATION(31201),
    SIGNATURE(31202),
    NO_ACCOUNT(31203),
    INVALID_TOKEN(31204),
    EXPIRED_TOKEN(31205),
    RATE_LIMIT(31206),
    LIFETIME_TOO_LONG(31207),
    RECONNECT_REFUSED(31209),
    MESSAGE_TYPE(31210),
    MESSAGE_TOO_LARGE(31212),
    BAD_REQUEST(31400),
    NOT_FOUND(31404),
    UNAVAILABLE(31480),
    BUSY(31486),
    DECLINED(31603);

    private final int code;

    SignalError(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// What a call of the page is refused with that ended with this SIP status unanswered; null when nothing fits.
    static @Nullable SignalError of(int status) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 603 -> DECLINED;
            case 404 -> NOT_FOUND;
            default -> null;
        };
    }
}
