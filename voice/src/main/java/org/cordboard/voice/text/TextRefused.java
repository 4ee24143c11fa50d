package org.cordboard.voice.text;

/// A text that cannot be sent as it was ordered.
public final class TextRefused extends Exception {
    private static final long serialVersionUID = 1L;

    static final int PACE = 14107;
    static final int TO_INVALID = 21211;
    static final int FROM_INVALID = 21212;
    static final int SAME = 21266;
    static final int BODY_MISSING = 21602;
    static final int FROM_NOT_OURS = 21606;
    static final int UNREACHABLE = 21612;
    static final int BODY_TOO_LONG = 21617;
    static final int TOO_MANY = 20429;

    private final int code;

    TextRefused(int code, String message) {
        super(message);
        this.code = code;
    }

    /// The published error code.
    public int code() {
        return code;
    }
}
