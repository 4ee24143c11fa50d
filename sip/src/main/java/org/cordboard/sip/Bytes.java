package org.cordboard.sip;

import java.nio.charset.StandardCharsets;

/// Text to body bytes.
final class Bytes {
    static final byte[] NONE = {};

    private Bytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
