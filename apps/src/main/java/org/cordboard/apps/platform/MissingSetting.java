package org.cordboard.apps.platform;

/// A setting is missing or unusable; the message is for the person who starts the application.
public final class MissingSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingSetting(String message) {
        super(message);
    }
}
