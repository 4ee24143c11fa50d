package org.cordboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Finds a part of a body by its media type: the whole body, or one part of a flat multipart body (RFC 2046
/// section 5.1).
final class Bodies {
    private static final int PARTS_MAX = 32;

    private Bodies() {}

    static Optional<String> find(SipMessage message, String type) {
        String own = message.contentType().orElse("");
        if (message.body().length == 0) {
            return Optional.empty();
        }
        if (own.equals(type)) {
            return Optional.of(message.bodyText());
        }
        if (!own.startsWith("multipart/")) {
            return Optional.empty();
        }
        return boundary(message).flatMap(b -> part(new String(message.body(), StandardCharsets.ISO_8859_1), b, type));
    }

    private static Optional<String> boundary(SipMessage message) {
        String header = message.headers().first("Content-Type").orElse("");
        int semicolon = header.indexOf(';');
        try {
            var in = new Cursor(semicolon < 0 ? "" : header.substring(semicolon));
            return Parameters.read(in, "").get("boundary").filter(b -> !b.isEmpty() && b.length() <= 70);
        } catch (Malformed _) {
            return Optional.empty(); // without a boundary the body cannot be divided
        }
    }

    private static Optional<String> part(String body, String boundary, String type) {
        String delimiter = "--" + boundary;
        int start = body.indexOf(delimiter);
        for (int count = 0; start >= 0 && count < PARTS_MAX; count++) {
            int from = start + delimiter.length();
            int end = body.indexOf("\r\n" + delimiter, from);
            if (end < 0 || body.startsWith("--", from)) {
                return Optional.empty();
            }
            String part = body.substring(from, end);
            int blank = part.indexOf("\r\n\r\n");
            if (blank >= 0 && isOfType(part.substring(0, blank), type)) {
                byte[] bytes = part.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1);
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
            start = end + 2;
        }
        return Optional.empty();
    }

    private static boolean isOfType(String headers, String type) {
        return headers.lines()
                .map(line -> line.toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(line -> line.equals("content-type:" + type) || line.startsWith("content-type:" + type + ";"));
    }
}
