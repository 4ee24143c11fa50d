package org.cordboard.api.webhook;

import org.jspecify.annotations.Nullable;

/// A webhook that could not be asked. The message names no secret and no parameter.
final class WebhookFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    /// @param code published error: 11200 retrieval, 11205 connection, 11210 host name, 11215 redirects
    WebhookFailure(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// Whether trying again can help: not where the address itself is refused.
    boolean mayPass() {
        return code == 11200 || code == 11205;
    }

    int code() {
        return code;
    }
}
