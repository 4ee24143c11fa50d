package org.cordboard.api.http;

/// Our end of an open WebSocket; may be used from any thread and never blocks on a slow peer.
public interface Socket {
    /// Queues a text frame; a peer that lets too many pile up is closed with 1013.
    void send(String text);

    /// Queues the close frame behind everything sent before.
    void close(int code, String reason);
}
