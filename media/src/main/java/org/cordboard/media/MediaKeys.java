package org.cordboard.media;

import java.util.Arrays;

/// Master keys of a stream protected by SRTP whose keys came by signalling (RFC 4568): ours for what we send, theirs for what
/// we receive. Never log them.
public record MediaKeys(byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    /// Whether what we send stays one stream when only the far end's key changes.
    boolean sendsAs(MediaKeys that) {
        return Arrays.equals(localKey, that.localKey) && Arrays.equals(localSalt, that.localSalt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaKeys that
                && Arrays.equals(localKey, that.localKey)
                && Arrays.equals(localSalt, that.localSalt)
                && Arrays.equals(remoteKey, that.remoteKey)
                && Arrays.equals(remoteSalt, that.remoteSalt);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(localKey) * 31 + Arrays.hashCode(remoteKey);
    }

    @Override
    public String toString() {
        return "MediaKeys[secret]";
    }
}
