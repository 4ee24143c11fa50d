package org.cordboard.voice.webhook;

import org.jspecify.annotations.Nullable;

/// An application could not be asked, or answered unusably. Carries the published error code.
public final class WebhookFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// Published codes of the failures of a request.
    public static final int INVALID_URL = 11100;

    public static final int RETRIEVAL = 11200;
    public static final int CONNECT = 11205;
    public static final int UNKNOWN_HOST = 11210;
    public static final int REDIRECTS = 11215;
    /// Of another host, or TLS fails otherwise.
    public static final int TLS = 11235;

    public static final int TLS_EXPIRED = 11236;
    /// Signed by nobody we trust.
    public static final int TLS_PATH = 11237;
    public static final int TOO_LARGE = 11750;

    private final int code;
    private final String url;
    private final int status;
    private final transient @Nullable WebhookReply reply;

    public WebhookFailure(int code, String url, int status, String message, @Nullable Throwable cause) {
        this(code, url, status, message, cause, null);
    }

    WebhookFailure(
            int code,
            String url,
            int status,
            String message,
            @Nullable Throwable cause,
            @Nullable WebhookReply reply) {
        super(message, cause);
        this.code = code;
        this.url = url;
        this.status = status;
        this.reply = reply;
    }

    public int code() {
        return code;
    }

    /// Where it failed, without credentials.
    public String url() {
        return url;
    }

    /// What the application answered, when it answered at all.
    public @Nullable WebhookReply reply() {
        return reply;
    }

    /// The HTTP status, 0 when there was none.
    public int status() {
        return status;
    }
}
