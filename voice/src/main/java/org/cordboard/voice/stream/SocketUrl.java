package org.cordboard.voice.stream;

import java.net.URI;
import java.net.URISyntaxException;

/// The address of an application's socket as its document or REST request wrote it. A relative one was resolved against
/// the document's, so it may say http; a query is not sent, because parameters travel in the first message.
final class SocketUrl {
    private SocketUrl() {}

    /// @throws IllegalArgumentException when it is not the address of a socket
    static URI of(String written) {
        var url = URI.create(written.strip());
        var scheme =
                switch (url.getScheme()) {
                    case "http", "ws" -> "ws";
                    case "https", "wss" -> "wss";
                    case null, default -> throw new IllegalArgumentException("the url is not a wss address");
                };
        if (url.getHost() == null) {
            throw new IllegalArgumentException("the url names no host");
        }
        try {
            return new URI(scheme + "://" + url.getRawAuthority() + (url.getRawPath() == null ? "" : url.getRawPath()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
