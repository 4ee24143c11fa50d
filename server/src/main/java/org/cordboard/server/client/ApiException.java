package org.cordboard.server.client;

/// The server refused: its HTTP status, code and message.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ApiException(int status, int code, String message) {
        super("HTTP " + status + ", code " + code + ": " + message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
