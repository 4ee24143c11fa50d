package org.cordboard.voice.script;

/// A document cannot be had, or cannot run. Fatal for the document that asked for it.
public final class PageFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String url;

    public PageFailure(int code, String url, String message) {
        super(message);
        this.code = code;
        this.url = url;
    }

    public int code() {
        return code;
    }

    public String url() {
        return url;
    }
}
