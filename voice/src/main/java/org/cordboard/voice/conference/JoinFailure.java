package org.cordboard.voice.conference;

/// A leg cannot come into a conference.
public final class JoinFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public static final int FULL = 16020;
    public static final int LABEL_IN_USE = 16025;
    public static final int BAD_COACH = 13240;

    private final int code;

    public JoinFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
