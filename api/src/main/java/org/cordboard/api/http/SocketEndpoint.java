package org.cordboard.api.http;

/// A WebSocket address. [#accept] decides before the upgrade and has no side effect; it may be asked twice.
public interface SocketEndpoint {
    /// Whether this endpoint owns the path; the first owner answers.
    boolean owns(String path);

    /// The listener of a new connection, or a [Problem] that becomes the HTTP answer.
    SocketListener accept(Request request);
}
