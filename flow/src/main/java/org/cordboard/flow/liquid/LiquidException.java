package org.cordboard.flow.liquid;

/// A template that cannot be parsed, or a rendering that broke off: an error inside a filter, or a bound reached.
public final class LiquidException extends Exception {

    private static final long serialVersionUID = 1L;

    public LiquidException(String message) {
        super(message);
    }
}
