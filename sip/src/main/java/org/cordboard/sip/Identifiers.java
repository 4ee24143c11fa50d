package org.cordboard.sip;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.cordboard.sip.message.Via;

/// Fresh tags, branches and Call-IDs (RFC 3261 sections 8.1.1.4, 8.1.1.7 and 19.3). Tags and Call-IDs guard
/// dialogs against guessing, so they come from a strong generator; branches need only be unique.
final class Identifiers {
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();

    private final SecureRandom random = new SecureRandom();

    /// 80 random bits.
    String tag() {
        return text(16);
    }

    String callId() {
        return text(26);
    }

    String branch() {
        var out = new StringBuilder(Via.MAGIC_COOKIE).append('-');
        long bits = ThreadLocalRandom.current().nextLong();
        long more = ThreadLocalRandom.current().nextLong();
        return out.append(Long.toUnsignedString(bits, 32))
                .append(Long.toUnsignedString(more, 32))
                .toString();
    }

    /// First sequence number of a dialog: small enough never to run out.
    long sequence() {
        return random.nextInt(1, 1 << 16);
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        var out = new StringBuilder(length);
        for (byte b : bytes) {
            out.append(DIGITS[b & 31]);
        }
        return out.toString();
    }
}
