package org.cordboard.voice.stream;

/// What may go wrong with a stream, by its published code; all but the last two end it.
enum StreamFault {
    /// Nobody answered at the address.
    UNREACHABLE(31901),
    /// TLS did not come to be, mostly for a certificate that nobody vouches for.
    TLS(31910),
    /// Something answered, but not with a WebSocket.
    HANDSHAKE(31920),
    /// The application closed the socket.
    CLOSED(31921),
    PROTOCOL(31924),
    /// A warning: the application reads too slowly, so it misses audio.
    CONGESTED(31930),
    /// A warning: a message that means nothing here.
    BAD_MESSAGE(31951);

    private final int code;

    StreamFault(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
