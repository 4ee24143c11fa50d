package org.cordboard.media;

/// What we do on a leg, in the words of SDP seen from our side: while the far end holds us with `sendonly`, we are `RECVONLY`.
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }
}
