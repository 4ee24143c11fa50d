package org.cordboard.server.config;

import org.jspecify.annotations.Nullable;

/// A setting is missing or wrong; the message names its key and what it must be.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        this(message, null);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
