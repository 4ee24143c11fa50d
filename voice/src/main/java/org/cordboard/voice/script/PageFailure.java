package org.cordboard.voice.script;

import java.util.Map;

/// A document cannot be had, or cannot run. Fatal for the document that asked for it.
public final class PageFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String url;
    private final transient Map<String, String> exchange;

    public PageFailure(int code, String url, String message) {
        this(code, url, message, Map.of());
    }

    /// @param exchange request and answer as the error log shows them
    PageFailure(int code, String url, String message, Map<String, String> exchange) {
        super(message);
        this.code = code;
        this.url = url;
        this.exchange = exchange;
    }

    Map<String, String> exchange() {
        return exchange;
    }

    public int code() {
        return code;
    }

    public String url() {
        return url;
    }
}
