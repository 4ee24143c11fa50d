package org.cordboard.routing;

/// The engine cannot take commands now; the caller may try again. Shown as HTTP 503.
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(String message) {
        super(message);
    }
}
