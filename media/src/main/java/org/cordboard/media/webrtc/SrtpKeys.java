package org.cordboard.media.webrtc;

import java.util.Arrays;

/// Master key and salt of each side, as the DTLS handshake exports them: RFC 5764 section 4.2.
public record SrtpKeys(byte[] clientKey, byte[] serverKey, byte[] clientSalt, byte[] serverSalt) {
    static final int EXPORTED_LENGTH = 60;

    static SrtpKeys of(byte[] exported) {
        return new SrtpKeys(
                Arrays.copyOfRange(exported, 0, 16),
                Arrays.copyOfRange(exported, 16, 32),
                Arrays.copyOfRange(exported, 32, 46),
                Arrays.copyOfRange(exported, 46, 60));
    }

    @Override
    public String toString() {
        return "SrtpKeys[secret]";
    }
}
