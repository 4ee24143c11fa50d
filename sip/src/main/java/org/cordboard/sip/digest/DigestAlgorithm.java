package org.cordboard.sip.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Hash functions of RFC 8760, best first.
public enum DigestAlgorithm {
    SHA_256("SHA-256"),
    MD5("MD5");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /// As in the `algorithm` parameter.
    public String token() {
        return token;
    }

    static Optional<DigestAlgorithm> named(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// Lower-case hexadecimal hash of the UTF-8 text.
    String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // both are part of every JDK
        }
    }
}
