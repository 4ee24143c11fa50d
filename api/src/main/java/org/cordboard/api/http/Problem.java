package org.cordboard.api.http;

import org.jspecify.annotations.Nullable;

/// An expected no on the way through an endpoint; becomes the published error answer and is never logged as a fault.
/// `details` is a JSON object text that some products add to the four common fields.
public final class Problem extends RuntimeException {
    private final ErrorCode code;
    private final @Nullable String details;

    public Problem(ErrorCode code, String message) {
        this(code, message, null);
    }

    public Problem(ErrorCode code, String message, @Nullable String details) {
        super(message, null, false, false);
        this.code = code;
        this.details = details;
    }

    public static Problem badRequest(String message) {
        return new Problem(ErrorCode.BAD_REQUEST, message);
    }

    public static Problem notFound(String path) {
        return new Problem(ErrorCode.NOT_FOUND, "The requested resource " + path + " was not found");
    }

    public ErrorCode code() {
        return code;
    }

    public String message() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }

    public @Nullable String details() {
        return details;
    }
}
