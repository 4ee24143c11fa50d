package org.cordboard.sip.digest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hashes `H(user:realm:password)` of one user, so that the password itself need not be kept.
///
/// @param md5 32 lower-case hexadecimal digits
/// @param sha256 64 of them
public record DigestSecret(@Nullable String md5, @Nullable String sha256) {

    public static DigestSecret ofPassword(String realm, String user, String password) {
        String text = user + ":" + realm + ":" + password;
        return new DigestSecret(DigestAlgorithm.MD5.hash(text), DigestAlgorithm.SHA_256.hash(text));
    }

    Optional<String> ha1(DigestAlgorithm algorithm) {
        return Optional.ofNullable(
                switch (algorithm) {
                    case MD5 -> md5;
                    case SHA_256 -> sha256;
                });
    }

    @Override
    public String toString() {
        return "DigestSecret[…]";
    }
}
