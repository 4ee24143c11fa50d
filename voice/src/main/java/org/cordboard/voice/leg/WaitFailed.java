package org.cordboard.voice.leg;

/// What a leg should hear while it waits cannot be had, so it does not wait at all.
public final class WaitFailed extends Departure {
    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param code published error code
    public WaitFailed(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
