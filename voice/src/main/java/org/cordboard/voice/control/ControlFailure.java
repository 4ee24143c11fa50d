package org.cordboard.voice.control;

/// The change was refused.
public final class ControlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    /// @param status HTTP status
    /// @param code published error code
    public ControlFailure(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public int code() {
        return code;
    }
}
