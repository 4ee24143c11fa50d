package org.cordboard.voice.twiml;

/// A document that cannot run at all.
public final class TwimlFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// Published codes of unusable documents.
    public static final int EMPTY = 11770;

    public static final int TOO_LARGE = 11750;
    public static final int NOT_WELL_FORMED = 12100;
    public static final int BAD_VERSION = 12101;
    public static final int NOT_RESPONSE = 12102;
    public static final int CONTENT_TYPE = 12300;
    public static final int FORBIDDEN_IN_WAIT = 13238;

    private final int code;

    public TwimlFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
