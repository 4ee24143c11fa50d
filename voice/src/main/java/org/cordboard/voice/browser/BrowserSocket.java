package org.cordboard.voice.browser;

/// Our end of a page's WebSocket. Safe on any thread; never blocks on a slow page.
public interface BrowserSocket {
    void send(String text);

    void close(int code, String reason);
}
