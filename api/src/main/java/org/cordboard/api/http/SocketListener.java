package org.cordboard.api.http;

/// What happens on one WebSocket; all three are called on the connection's own virtual thread, `closed` exactly once.
public interface SocketListener {
    void opened(Socket socket);

    void received(String text);

    void closed(int code, String reason);
}
